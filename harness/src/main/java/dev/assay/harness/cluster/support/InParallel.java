package dev.assay.harness.cluster.support;

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

/** The same work on many nodes at a time. */
public final class InParallel {
  private InParallel() {}

  /** Work on one of them. */
  public interface Task<T, R> {
    R run(T item) throws IOException;
  }

  /** Work without a result. */
  public interface Action<T> {
    void run(T item) throws IOException;
  }

  /**
   * Runs the task for every item at the same time and returns the results in the order of the
   * items.
   *
   * @throws IOException the first failure in that order, with the others suppressed in it; all
   *     tasks have ended by then
   */
  public static <T, R> List<R> map(Collection<T> items, Task<T, R> task) throws IOException {
    List<R> results = new ArrayList<>();
    @Nullable Exception first = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(threads.submit(() -> task.run(item)));
      }
      for (Future<R> future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          first = join(first, e.getCause() instanceof Exception cause ? cause : e);
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          InterruptedIOException stopped = new InterruptedIOException("interrupted");
          stopped.initCause(e);
          throw stopped;
        }
      }
    }
    if (first instanceof IOException e) {
      throw e;
    }
    if (first != null) {
      throw new IOException(first.toString(), first);
    }
    return results;
  }

  /** As {@link #map} without results. */
  public static <T> void run(Collection<T> items, Action<T> action) throws IOException {
    map(
        items,
        item -> {
          action.run(item);
          return true;
        });
  }

  private static Exception join(@Nullable Exception first, Exception next) {
    if (first == null) {
      return next;
    }
    if (!first.equals(next)) {
      first.addSuppressed(next);
    }
    return first;
  }
}
