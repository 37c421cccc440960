package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes histories in every format there is.
 *
 * <p>What is wrong with a source is a {@link HistoryFormatException} that names the place, what was
 * expected and what was found; an {@link IOException} is the disk's.
 */
public final class HistoryFiles {
  /** Stands for the format that the content shows. */
  public static final String AUTO = "auto";

  /**
   * What a run's folder keeps its history in, the best first: ours, Jepsen's and Maelstrom's, which
   * is one of Jepsen's.
   */
  private static final List<String> NAMES_IN_FOLDER =
      List.of("history.jsonl", "history.edn", "test.jepsen", "history.txt", "jepsen.log");

  private HistoryFiles() {}

  /** Every format found by {@link ServiceLoader}, by name. */
  public static List<HistoryFormat> formats() {
    List<HistoryFormat> found = new ArrayList<>();
    ServiceLoader.load(HistoryFormat.class, HistoryFiles.class.getClassLoader())
        .forEach(found::add);
    found.sort(Comparator.comparing(HistoryFormat::name));
    return found;
  }

  /** As {@link #read(Path, String, ReadOptions)} with {@link ReadOptions#DEFAULT}. */
  public static LoadedHistory read(Path fileOrRunFolder, String formatOrAuto)
      throws IOException, HistoryFormatException {
    return read(fileOrRunFolder, formatOrAuto, ReadOptions.DEFAULT);
  }

  /** Reads a file, or the history in a run's folder. */
  public static LoadedHistory read(Path fileOrRunFolder, String formatOrAuto, ReadOptions options)
      throws IOException, HistoryFormatException {
    if (Files.isDirectory(fileOrRunFolder)) {
      HistoryFormat format = folderFormat(fileOrRunFolder, formatOrAuto);
      if (format != null) {
        String name = fileOrRunFolder.toString();
        EventSink sink = new EventSink(name, options, format.hasKeysInValues());
        format.readFolder(fileOrRunFolder, sink);
        return sink.finish(format.name());
      }
    }
    Path file = Files.isDirectory(fileOrRunFolder) ? historyIn(fileOrRunFolder) : fileOrRunFolder;
    if (!Files.exists(file)) {
      throw new HistoryFormatException(
          file.toString(), "expected a history file or a run's folder, found none");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), formatOrAuto, options, Files.size(file));
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name what complaints call it
   */
  public static LoadedHistory read(
      InputStream in, String name, String formatOrAuto, ReadOptions options)
      throws IOException, HistoryFormatException {
    return read(in, name, formatOrAuto, options, 0);
  }

  /** The same of a stream of so many bytes, or 0 when nobody knows. */
  private static LoadedHistory read(
      InputStream in, String name, String formatOrAuto, ReadOptions options, long bytes)
      throws IOException, HistoryFormatException {
    try {
      BufferedInputStream unpacked = Compression.unpack(in);
      long expected = Compression.isPacked(unpacked) ? 0 : bytes;
      return readUnpacked(unpacked, name, formatOrAuto, options, expected);
    } catch (Compression.DamagedException e) {
      throw new HistoryFormatException(name, String.valueOf(e.getMessage()));
    }
  }

  private static LoadedHistory readUnpacked(
      InputStream unpacked, String name, String formatOrAuto, ReadOptions options, long bytes)
      throws IOException, HistoryFormatException {
    HistoryFormat format;
    if (formatOrAuto.equals(AUTO)) {
      format = detect(sample(unpacked, name), name);
    } else {
      format = named(formatOrAuto, name);
    }
    EventSink sink = new EventSink(name, options, format.hasKeysInValues());
    ByteInput input = new ByteInput(name, unpacked);
    input.expect(bytes);
    format.read(input, sink);
    if (input.offset() == 0) {
      throw new HistoryFormatException(name, "expected a history, found an empty input");
    }
    return sink.finish(format.name());
  }

  /**
   * Writes a history to a file in a format that {@link HistoryFormat#isWritable}, packed when its
   * name ends in {@code .gz} or {@code .zst}. What cannot be written leaves no file behind, and one
   * that was there as it was.
   */
  public static void write(History history, Path file, String format)
      throws IOException, HistoryFormatException {
    HistoryFormat writer = named(format, file.toString());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Compression.pack(Files.newOutputStream(part), file.toString())) {
        writer.write(history, out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes a history to a stream, which stays open. */
  public static void write(History history, OutputStream out, String format)
      throws IOException, HistoryFormatException {
    named(format, "output").write(history, out);
  }

  /** The format whose history a whole folder is, or null when it is a run's folder. */
  private static @Nullable HistoryFormat folderFormat(Path folder, String formatOrAuto)
      throws IOException {
    for (HistoryFormat format : formats()) {
      boolean isWanted = formatOrAuto.equals(AUTO) || formatOrAuto.equals(format.name());
      if (isWanted && format.isFolder(folder)) {
        return format;
      }
    }
    return null;
  }

  /** The history in a run's folder, plain or packed; a folder of runs is its latest run. */
  private static Path historyIn(Path folder) throws HistoryFormatException {
    for (Path run : List.of(folder, folder.resolve("latest"))) {
      for (String name : NAMES_IN_FOLDER) {
        for (String packed : List.of("", ".gz", ".zst")) {
          Path file = run.resolve(name + packed);
          if (Files.isRegularFile(file)) {
            return file;
          }
        }
      }
    }
    throw new HistoryFormatException(
        folder.toString(),
        "expected one of "
            + String.join(", ", NAMES_IN_FOLDER)
            + " in this folder or in its folder latest, found none");
  }

  private static HistoryFormat named(String name, String source) throws HistoryFormatException {
    List<String> names = new ArrayList<>();
    for (HistoryFormat format : formats()) {
      if (format.name().equals(name)) {
        return format;
      }
      names.add(format.name());
    }
    throw new HistoryFormatException(
        source,
        "expected "
            + AUTO
            + " or a format of "
            + String.join(", ", names)
            + ", found "
            + Quoting.quote(name));
  }

  private static HistoryFormat detect(Sample sample, String source) throws HistoryFormatException {
    if (sample.head().length == 0) {
      throw new HistoryFormatException(source, "expected a history, found an empty input");
    }
    List<HistoryFormat> best = new ArrayList<>();
    HistoryFormat.Match match = HistoryFormat.Match.GENERAL;
    for (HistoryFormat format : formats()) {
      HistoryFormat.Match its = format.detect(sample);
      if (its.compareTo(match) > 0) {
        best.clear();
        match = its;
      }
      if (its == match) {
        best.add(format);
      }
    }
    if (best.size() == 1) {
      return best.get(0);
    }
    String found =
        best.isEmpty() ? "one that is not known" : "one that may be any of " + names(best);
    throw new HistoryFormatException(
        source,
        1,
        1,
        "expected a format of "
            + names(formats())
            + ", found "
            + found
            + ", beginning with "
            + Quoting.quote(sample.head(), 0, Math.min(40, sample.head().length))
            + "; name it with --format");
  }

  private static String names(List<HistoryFormat> formats) {
    return String.join(", ", formats.stream().map(HistoryFormat::name).toList());
  }

  /** The first bytes, which stay to be read. */
  private static Sample sample(InputStream in, String name) throws IOException {
    in.mark(Sample.MAX_BYTES);
    byte[] head = in.readNBytes(Sample.MAX_BYTES);
    in.reset();
    return new Sample(Path.of(name).getFileName() + "", head);
  }
}
