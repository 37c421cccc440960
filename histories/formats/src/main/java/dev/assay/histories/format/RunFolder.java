package dev.assay.histories.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The folder of one run: {@code runs/<system>/<UTC time>/}, with links {@code runs/latest} and
 * {@code runs/<system>/latest} to the newest that began.
 *
 * @param path the folder itself
 * @param system the system under test
 * @param startedAt when the run began, to the millisecond
 */
public record RunFolder(Path path, String system, Instant startedAt) {
  /** The link to the newest run. */
  public static final String LATEST = "latest";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * A new, empty folder. Links lead to it from {@link #makeLatest} on.
   *
   * @param runs made when it is missing
   * @param system letters, digits, dots, hyphens and underscores
   * @param startedAt moved on by milliseconds when a run of the same time exists
   */
  public static RunFolder create(Path runs, String system, Instant startedAt) throws IOException {
    if (!isPlainName(system) || system.equals(LATEST)) {
      throw new IllegalArgumentException(
          "expected letters, digits, . - _ as the name of a system, found "
              + Quoting.quote(system));
    }
    Path ofSystem = Files.createDirectories(runs.resolve(system));
    Instant time = Instant.ofEpochMilli(startedAt.toEpochMilli());
    while (true) {
      Path folder = ofSystem.resolve(TIME.format(time));
      try {
        Files.createDirectory(folder);
        return new RunFolder(folder, system, time);
      } catch (FileAlreadyExistsException e) {
        time = time.plusMillis(1);
      }
    }
  }

  /** Lets the links lead to this run: there is something to be seen in it. */
  public void makeLatest() throws IOException {
    Path absolute = path.toAbsolutePath();
    Path ofSystem = Objects.requireNonNull(absolute.getParent());
    Path runs = Objects.requireNonNull(ofSystem.getParent());
    link(ofSystem, absolute.getFileName());
    link(runs, runs.relativize(absolute));
  }

  /**
   * An existing run, which may be named by a link to it.
   *
   * @throws NotDirectoryException when there is none
   */
  public static RunFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    Path real = folder.toRealPath();
    Path ofSystem = real.getParent();
    Path time = real.getFileName();
    if (ofSystem == null || time == null || ofSystem.getFileName() == null || !isTime(time)) {
      throw new NotDirectoryException(
          folder + " (expected a run's folder such as runs/raft-kv/20260101T120000.000Z)");
    }
    return new RunFolder(real, ofSystem.getFileName().toString(), time(time));
  }

  /** Every run under {@code runs}, the newest first; none when the folder is missing. */
  public static List<RunFolder> list(Path runs) throws IOException {
    List<RunFolder> found = new ArrayList<>();
    if (!Files.isDirectory(runs)) {
      return found;
    }
    try (DirectoryStream<Path> systems = Files.newDirectoryStream(runs, RunFolder::isRealFolder)) {
      for (Path system : systems) {
        try (DirectoryStream<Path> times =
            Files.newDirectoryStream(system, RunFolder::isRealFolder)) {
          for (Path folder : times) {
            if (isTime(folder.getFileName())) {
              found.add(
                  new RunFolder(
                      folder, system.getFileName().toString(), time(folder.getFileName())));
            }
          }
        }
      }
    }
    found.sort(
        Comparator.comparing(RunFolder::startedAt).reversed().thenComparing(RunFolder::path));
    return found;
  }

  /** Everything needed to run it again; written first. */
  public Path testJson() {
    return path.resolve("test.json");
  }

  /** The history; grows while the run goes on. See {@link HistoryLog}. */
  public Path history() {
    return path.resolve("history.jsonl");
  }

  /** The verdict. */
  public Path resultsJson() {
    return path.resolve("results.json");
  }

  public Path reportHtml() {
    return path.resolve("report.html");
  }

  /**
   * The folder for the logs of a node; made when it is missing.
   *
   * @param node its name or address; what cannot stand in a file's name is written as {@code %XX}
   */
  public Path nodeFolder(String node) throws IOException {
    return Files.createDirectories(path.resolve(fileName(node)));
  }

  private static String fileName(String node) {
    StringBuilder name = new StringBuilder();
    for (byte b : node.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean leadingDot = c == '.' && name.isEmpty();
      if (isPlain(c) && !leadingDot) {
        name.append(c);
      } else {
        name.append(String.format("%%%02X", (int) c));
      }
    }
    return name.isEmpty() ? "%" : name.toString();
  }

  private static boolean isPlainName(String name) {
    return !name.isEmpty()
        && name.charAt(0) != '.'
        && name.chars().allMatch(c -> isPlain((char) c));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  /** Replaces the link in one step, so that a reader always finds one. */
  private static void link(Path in, Path target) throws IOException {
    Path next = in.resolve("." + LATEST + "-" + ProcessHandle.current().pid());
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, target);
    Files.move(
        next,
        in.resolve(LATEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isRealFolder(Path path) {
    return Files.isDirectory(path) && !Files.isSymbolicLink(path);
  }

  private static boolean isTime(Path name) {
    try {
      time(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Instant time(Path name) {
    return TIME.parse(name.toString(), Instant::from);
  }
}
