package dev.assay.harness.deploy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The same work for several nodes at the same time. */
public final class InParallel {
  private InParallel() {}

  /** Work that can fail as work on a node does. */
  @FunctionalInterface
  public interface Work<T> {
    void on(T item) throws IOException;
  }

  /**
   * Does the work for each, all at once, and returns when all have ended, failed ones included.
   *
   * @throws IOException the first failure in the order of {@code items}; the others are suppressed
   */
  public static <T> void forEach(Collection<T> items, Work<T> work) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<@Nullable Void>> running = new ArrayList<>();
      for (T item : items) {
        running.add(
            threads.submit(
                () -> {
                  work.on(item);
                  return null;
                }));
      }
      awaitAll(running);
    }
  }

  private static void awaitAll(List<Future<@Nullable Void>> running) throws IOException {
    IOException failure = null;
    for (Future<@Nullable Void> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        IOException next =
            e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      } catch (InterruptedException e) {
        running.forEach(future -> future.cancel(true));
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
