package dev.assay.histories.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads EDN with an operation map a line on all processors: stretches that end with a line are
 * parsed apart and put together in their order.
 *
 * <p>Nothing but a sequence of whole forms is accepted as a stretch, and whole forms one after
 * another mean what they mean alone. At the first stretch that is anything else, a form over
 * several lines or a mistake, all from its beginning on is read as one: so histories and complaints
 * are those of a reader that knows no stretches.
 */
final class EdnChunks {
  /** A short source has shorter stretches, so that not all wait for the first. */
  private static final int CHUNK_BYTES_MIN = 1 << 17;

  private static final int CHUNK_BYTES_MAX = 2 << 20;
  private static final int CHUNKS = 32;

  private final ByteInput in;
  private final EventSink out;
  private final boolean keyField;
  private final int processors;
  private final int chunkBytes;
  private long linesBefore;
  private long bytesBefore;
  private int taken;

  /** A stretch: its bytes, and what they say unless they are no sequence of whole forms. */
  private final class Chunk {
    private final byte[] bytes = new byte[chunkBytes];
    private int length;
    private long lines;
    private final EventChunk events = new EventChunk(out.takesPairsApart());

    /**
     * Takes the next lines of the input.
     *
     * @return whether any are left
     */
    boolean fill() throws IOException, HistoryFormatException {
      length = in.readLines(bytes);
      return length > 0;
    }

    /** Whether it is a sequence of whole forms. */
    boolean parse() throws IOException {
      events.clear();
      ByteInput mine = ByteInput.of(in.source(), bytes, length);
      try {
        new EdnEvents(mine, events, keyField).readMaps();
      } catch (HistoryFormatException e) {
        return false;
      }
      lines = mine.line() - 1;
      return bytes[length - 1] == '\n';
    }
  }

  EdnChunks(ByteInput in, EventSink out, boolean keyField) {
    this(
        in,
        out,
        keyField,
        Runtime.getRuntime().availableProcessors(),
        Math.clamp(in.expectedBytes() / CHUNKS, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX));
  }

  EdnChunks(ByteInput in, EventSink out, boolean keyField, int processors, int chunkBytes) {
    this.in = in;
    this.out = out;
    this.keyField = keyField;
    this.processors = processors;
    this.chunkBytes = chunkBytes;
  }

  /** Reads to the end of the input. */
  void readAll() throws IOException, HistoryFormatException {
    if (processors == 1 || in.expectedBytes() < chunkBytes) {
      new EdnEvents(in, out, keyField).readAll();
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(processors);
    try {
      readAll(workers);
    } finally {
      workers.shutdownNow();
    }
  }

  private record Parsed(Chunk chunk, Future<Boolean> isWhole) {}

  private void readAll(ExecutorService workers) throws IOException, HistoryFormatException {
    ArrayDeque<Parsed> open = new ArrayDeque<>();
    ArrayDeque<Chunk> free = new ArrayDeque<>();
    for (int i = 0; i <= processors; i++) {
      free.add(new Chunk());
    }
    while (true) {
      while (!free.isEmpty() && free.getFirst().fill()) {
        Chunk filled = free.remove();
        open.add(new Parsed(filled, workers.submit(filled::parse)));
      }
      Parsed oldest = open.poll();
      if (oldest == null) {
        return;
      }
      if (!isWhole(oldest)) {
        List<Chunk> rest = new ArrayList<>(List.of(oldest.chunk));
        open.forEach(parsed -> rest.add(parsed.chunk));
        readRest(rest);
        return;
      }
      give(oldest.chunk);
      free.add(oldest.chunk);
    }
  }

  private static boolean isWhole(Parsed parsed) throws IOException {
    try {
      return parsed.isWhole.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a history was read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stretch of the history was not parsed", e);
    }
  }

  /** How many stretches were put together so far. */
  int taken() {
    return taken;
  }

  private void give(Chunk chunk) throws HistoryFormatException {
    taken++;
    bytesBefore += chunk.length;
    double fraction = in.expectedBytes() <= 0 ? 0 : (double) bytesBefore / in.expectedBytes();
    chunk.events.giveTo(out, linesBefore, Math.min(1, fraction));
    linesBefore += chunk.lines;
  }

  /** Reads what these stretches hold, and all after them, as one. */
  private void readRest(List<Chunk> chunks) throws IOException, HistoryFormatException {
    List<InputStream> parts = new ArrayList<>();
    for (Chunk chunk : chunks) {
      parts.add(new ByteArrayInputStream(chunk.bytes, 0, chunk.length));
    }
    parts.add(in.rest());
    InputStream rest = new SequenceInputStream(Collections.enumeration(parts));
    new EdnEvents(ByteInput.of(in.source(), rest, linesBefore + 1), out, keyField).readAll();
  }
}
