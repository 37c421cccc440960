package dev.assay.harness.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a run: work that may block or hang, done elsewhere and awaited for a bounded time.
 *
 * <p>They are platform threads: SSH libraries block inside {@code synchronized}, which on Java 21
 * would hold up all virtual threads of a small machine.
 */
final class Tasks implements AutoCloseable {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final ExecutorService executor;

  Tasks() {
    String prefix = "assay-run-" + RUNS.incrementAndGet() + "-";
    executor =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(prefix, 0).factory());
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work<T> {
    void on(T item) throws Exception;
  }

  /** Begins work that nobody waits for and that must not throw. */
  void begin(Runnable work) {
    executor.execute(work);
  }

  /** Begins work whose end somebody will ask for. */
  Future<?> submit(Runnable work) {
    return executor.submit(work);
  }

  /**
   * Does the same with every item at the same time.
   *
   * <p>Work that does not end in time, or before {@code stop} is raised, is interrupted and left
   * alone.
   *
   * @param name of an item, for complaints
   * @param doing what is done, for complaints: {@code installing}
   * @param stop ends the waiting early, or null
   * @return complaints, each with the item's name; empty when all is done
   */
  <T> List<String> forEach(
      List<T> items,
      Function<T, String> name,
      String doing,
      Work<T> work,
      Duration limit,
      @Nullable StopSignal stop) {
    List<CompletableFuture<@Nullable String>> complaints = new ArrayList<>();
    List<Future<?>> threads = new ArrayList<>();
    for (T item : items) {
      CompletableFuture<@Nullable String> complaint = new CompletableFuture<>();
      complaints.add(complaint);
      threads.add(executor.submit(() -> complaint.complete(attempt(item, name, work))));
    }
    awaitAll(complaints, limit, stop);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String late =
          name.apply(items.get(i)) + ": " + doing + " did not end within " + Words.of(limit);
      if (stop != null && stop.isRaised()) {
        late = name.apply(items.get(i)) + ": " + doing + " was stopped";
      }
      String failure = complaints.get(i).getNow(late);
      threads.get(i).cancel(true);
      if (failure != null) {
        failures.add(failure);
      }
    }
    return failures;
  }

  /** Does one thing, as {@link #forEach}. */
  List<String> once(
      String name, String doing, Work<String> work, Duration limit, @Nullable StopSignal stop) {
    return forEach(List.of(name), each -> each, doing, work, limit, stop);
  }

  /**
   * Interrupts what still works and waits a little for it.
   *
   * @return whether all threads have ended
   */
  boolean end(Duration limit) {
    executor.shutdownNow();
    try {
      return executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static <T> @Nullable String attempt(T item, Function<T, String> name, Work<T> work) {
    try {
      work.on(item);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return name.apply(item) + ": interrupted";
    } catch (Exception | LinkageError e) {
      String words = Words.of(e);
      return words.startsWith(name.apply(item)) ? words : name.apply(item) + ": " + words;
    }
  }

  private static void awaitAll(
      List<CompletableFuture<@Nullable String>> complaints,
      Duration limit,
      @Nullable StopSignal stop) {
    CompletableFuture<?> all =
        CompletableFuture.allOf(complaints.toArray(CompletableFuture[]::new));
    CompletableFuture<?> end = stop == null ? all : CompletableFuture.anyOf(all, stop.future());
    try {
      end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // those that are late are named by the caller
    } catch (ExecutionException e) {
      throw new IllegalStateException("a complaint is never an exception", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
