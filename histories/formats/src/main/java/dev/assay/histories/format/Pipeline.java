package dev.assay.histories.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Work on the pieces of something long on all processors, each piece by one of them; what comes of
 * it is taken in the order of the pieces, by the thread that filled them.
 *
 * @param <P> a piece; there are few, and each is used again once it was taken
 */
final class Pipeline<P> {
  /** A step that may find that there is nothing for it to do. */
  interface Step<P> {
    boolean apply(P piece) throws IOException, HistoryFormatException;
  }

  /** The last step. */
  interface Take<P> {
    void apply(P piece) throws IOException, HistoryFormatException;
  }

  private record Begun<P>(P piece, Future<Boolean> isDone) {}

  private final int processors;
  private final Supplier<P> pieces;

  Pipeline(int processors, Supplier<P> pieces) {
    this.processors = processors;
    this.pieces = pieces;
  }

  /**
   * Fills, works on and takes pieces until none can be filled or the work on one cannot be done.
   *
   * @param fill puts the next part of the whole into a piece; false at the end
   * @param work what is done at the same time with several pieces; false where it cannot be
   * @return the piece that could not be worked on and those filled after it, or nothing
   */
  List<P> run(Step<P> fill, Step<P> work, Take<P> take) throws IOException, HistoryFormatException {
    if (processors == 1) {
      P piece = pieces.get();
      while (fill.apply(piece)) {
        if (!work.apply(piece)) {
          return List.of(piece);
        }
        take.apply(piece);
      }
      return List.of();
    }
    ExecutorService workers = Executors.newFixedThreadPool(processors);
    try {
      return run(workers, fill, work, take);
    } finally {
      workers.shutdownNow();
    }
  }

  private List<P> run(ExecutorService workers, Step<P> fill, Step<P> work, Take<P> take)
      throws IOException, HistoryFormatException {
    ArrayDeque<Begun<P>> begun = new ArrayDeque<>();
    ArrayDeque<P> free = new ArrayDeque<>();
    for (int i = 0; i <= processors; i++) {
      free.add(pieces.get());
    }
    while (true) {
      while (!free.isEmpty() && fill.apply(free.getFirst())) {
        P filled = free.remove();
        begun.add(new Begun<>(filled, workers.submit(() -> work.apply(filled))));
      }
      Begun<P> oldest = begun.poll();
      if (oldest == null) {
        return List.of();
      }
      if (!isDone(oldest)) {
        List<P> rest = new ArrayList<>(List.of(oldest.piece));
        begun.forEach(later -> rest.add(later.piece));
        return rest;
      }
      take.apply(oldest.piece);
      free.add(oldest.piece);
    }
  }

  private static boolean isDone(Begun<?> begun) throws IOException {
    try {
      return begun.isDone.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a history was read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stretch of the history was not read", e);
    }
  }
}
