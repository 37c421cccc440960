package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A campaign against the readers: damaged histories are read, or refused with a complaint, in
 * bounded time and memory, whatever the damage.
 *
 * <p>{@code HistoryFuzz SECONDS SEED FINDS-FOLDER [SAMPLES-FOLDER]}, in a JVM with a small heap. An
 * input that breaks the promise is kept in the folder of finds; each round is repeatable from the
 * seed that is printed with it.
 */
final class HistoryFuzz {
  /** No input is longer than 1 MiB, so no reader needs more. */
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

  private final List<byte[]> samples;
  private final List<HistoryFormat> formats = HistoryFiles.formats();

  /** How many inputs were read and refused, and the longest that one took. */
  private long read;

  private long refused;
  private long slowestNanos;

  HistoryFuzz(List<byte[]> samples) {
    this.samples = samples;
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: HistoryFuzz SECONDS SEED FINDS-FOLDER [SAMPLES-FOLDER]");
      System.exit(254);
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
    long seed = Long.parseLong(args[1]);
    Path finds = Files.createDirectories(Path.of(args[2]));
    List<byte[]> samples = new ArrayList<>(FuzzSamples.builtIn());
    if (args.length > 3) {
      samples.addAll(FuzzSamples.below(Path.of(args[3])));
    }
    HistoryFuzz fuzz = new HistoryFuzz(samples);
    int found = 0;
    long rounds = 0;
    for (; System.nanoTime() < until; rounds++) {
      byte[] input = fuzz.input(seed + rounds);
      try {
        fuzz.round(seed + rounds);
      } catch (AssertionError e) {
        Files.write(finds.resolve("find-" + (seed + rounds)), input);
        System.out.println(e.getMessage() + " " + e.getCause());
        found++;
      }
    }
    System.out.printf(
        "%d samples, %d rounds from seed %d: %d read, %d refused, slowest %d ms, %d finds%n",
        samples.size(),
        rounds,
        seed,
        fuzz.read,
        fuzz.refused,
        fuzz.slowestNanos / 1_000_000,
        found);
    System.exit(found == 0 ? 0 : 1);
  }

  private byte[] input(long seed) {
    return new Mutator(samples, new SplittableRandom(seed)).next();
  }

  /**
   * Damages one sample and reads it as what it seems to be and as something else.
   *
   * @throws AssertionError when anything happens but a history or a complaint
   */
  void round(long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    byte[] input = input(seed);
    for (String format :
        List.of(HistoryFiles.AUTO, formats.get(random.nextInt(formats.size())).name())) {
      ReadOptions options =
          new ReadOptions(ReadOptions.Keyed.values()[random.nextInt(3)], random.nextBoolean());
      long begin = System.nanoTime();
      try {
        read(input, format, options);
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", " + format + ", " + options, e);
      }
      long nanos = System.nanoTime() - begin;
      slowestNanos = Math.max(slowestNanos, nanos);
      if (nanos > NANOS_MAX) {
        throw new AssertionError(
            "seed " + seed + ", " + format + ", " + options + ": " + nanos / 1_000_000 + " ms");
      }
    }
  }

  private void read(byte[] input, String format, ReadOptions options) throws IOException {
    try {
      History history =
          HistoryFiles.read(new ByteArrayInputStream(input), "f", format, options).history();
      for (HistoryFormat writer : formats) {
        if (writer.isWritable()) {
          write(history, writer);
        }
      }
      read++;
    } catch (HistoryFormatException e) {
      String said = e.getMessage();
      if (!said.startsWith("f:") || said.length() > 2_000 || said.chars().anyMatch(c -> c < ' ')) {
        throw new AssertionError("a complaint that is none: " + said);
      }
      refused++;
    }
  }

  private static void write(History history, HistoryFormat writer) throws IOException {
    try {
      writer.write(history, OutputStream.nullOutputStream());
    } catch (HistoryFormatException e) {
      if (e.getMessage().isEmpty()) {
        throw new AssertionError("a complaint without words", e);
      }
    }
  }

  long readCount() {
    return read;
  }

  long refusedCount() {
    return refused;
  }
}
