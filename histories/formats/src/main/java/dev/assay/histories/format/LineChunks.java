package dev.assay.histories.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads a source of lines on all processors: stretches that end with a line are parsed apart and
 * put together in their order.
 *
 * <p>At the first stretch that cannot be parsed apart, all from its beginning on is read as one: so
 * histories and complaints are those of a reader that knows no stretches.
 *
 * @param <S> what a stretch says
 */
final class LineChunks<S> {
  /** How the lines of a format are read. */
  interface Lines<S> {
    /** Room for what a stretch says, used again and again. */
    S newStretch();

    /**
     * Parses a stretch by itself.
     *
     * @return how many lines it ended, or -1 where it cannot be parsed so
     */
    long parse(ByteInput stretch, S into) throws IOException, HistoryFormatException;

    /**
     * Takes what a stretch says, after all before it.
     *
     * @param fractionRead how much of the source has been read then, 0 when nobody knows
     */
    void take(S stretch, long linesBefore, double fractionRead) throws HistoryFormatException;

    /** Reads all there is, or all that is left, as one. */
    void readAsOne(ByteInput in) throws IOException, HistoryFormatException;
  }

  /** A short source has shorter stretches, so that not all wait for the first. */
  private static final int CHUNK_BYTES_MIN = 1 << 17;

  private static final int CHUNK_BYTES_MAX = 2 << 20;
  private static final int CHUNKS = 32;

  private final ByteInput in;
  private final Lines<S> lines;
  private final int processors;
  private final int chunkBytes;
  private long linesBefore;
  private long bytesBefore;
  private int taken;

  private final class Chunk {
    private final byte[] bytes = new byte[chunkBytes];
    private final S stretch = lines.newStretch();
    private int length;
    private long ended;

    /** Takes the next lines of the input; false when none are left. */
    boolean fill() throws IOException {
      length = in.readLines(bytes);
      return length > 0;
    }

    boolean parse() throws IOException {
      try {
        ended = lines.parse(ByteInput.of(in.source(), bytes, length), stretch);
      } catch (HistoryFormatException e) {
        return false; // what is wrong is told by who reads it as one
      }
      return ended >= 0 && bytes[length - 1] == '\n';
    }
  }

  LineChunks(ByteInput in, Lines<S> lines) {
    this(
        in,
        lines,
        Runtime.getRuntime().availableProcessors(),
        Math.clamp(in.expectedBytes() / CHUNKS, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX));
  }

  LineChunks(ByteInput in, Lines<S> lines, int processors, int chunkBytes) {
    this.in = in;
    this.lines = lines;
    this.processors = processors;
    this.chunkBytes = chunkBytes;
  }

  /** Reads to the end of the input. */
  void readAll() throws IOException, HistoryFormatException {
    if (processors == 1 || in.expectedBytes() < chunkBytes) {
      lines.readAsOne(in);
      return;
    }
    Pipeline<Chunk> pipeline = new Pipeline<>(processors, Chunk::new);
    List<Chunk> rest = pipeline.run(Chunk::fill, Chunk::parse, this::take);
    if (!rest.isEmpty()) {
      readRest(rest);
    }
  }

  /** How many stretches were put together so far. */
  int taken() {
    return taken;
  }

  private void take(Chunk chunk) throws HistoryFormatException {
    taken++;
    bytesBefore += chunk.length;
    double fraction = in.expectedBytes() <= 0 ? 0 : (double) bytesBefore / in.expectedBytes();
    lines.take(chunk.stretch, linesBefore, Math.min(1, fraction));
    linesBefore += chunk.ended;
  }

  /** Reads what these stretches hold, and all after them, as one. */
  private void readRest(List<Chunk> chunks) throws IOException, HistoryFormatException {
    List<InputStream> parts = new ArrayList<>();
    for (Chunk chunk : chunks) {
      parts.add(new ByteArrayInputStream(chunk.bytes, 0, chunk.length));
    }
    parts.add(in.rest());
    InputStream rest = new SequenceInputStream(Collections.enumeration(parts));
    lines.readAsOne(ByteInput.of(in.source(), rest, linesBefore + 1));
  }
}
