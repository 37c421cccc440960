package dev.assay.simulation;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Dispatcher;
import dev.assay.harness.generator.Dispatcher.Decision;
import dev.assay.harness.generator.Generator;
import dev.assay.simulator.SimCluster;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what generators say in virtual time, by the rules of the harness's interpreter: a process
 * with an operation in doubt is retired, reads in doubt count as failed, an operation that does not
 * come back in time is in doubt.
 */
final class VirtualInterpreter {
  private static final long LATE_NANOS = 10_000_000;

  private final SimCluster cluster;
  private final Clients clients;
  private final int concurrency;
  private final Set<String> reads;
  private final long timeoutNanos;
  private final Journal journal;
  private final List<TimedOperation> began = new ArrayList<>();
  private final @Nullable Client[] open;

  /** Process numbers by thread. */
  private final int[] processes;

  private final List<Integer> free = new ArrayList<>();
  private final ArrayDeque<Ended> ended = new ArrayDeque<>();
  private int openCount;

  /** Opens clients. */
  interface Clients {
    Client open(int thread, int process);

    /** The node that a thread's client prefers. */
    String node(int thread);
  }

  /** Hears how operations ended. */
  interface Observer {
    void ended(int process, Operation operation, Outcome outcome);
  }

  private record Ended(int process, Operation operation, Outcome outcome, boolean retires) {}

  VirtualInterpreter(
      SimCluster cluster,
      Clients clients,
      int concurrency,
      Set<String> reads,
      long timeoutNanos,
      Journal journal) {
    this.cluster = cluster;
    this.clients = clients;
    this.concurrency = concurrency;
    this.reads = reads;
    this.timeoutNanos = timeoutNanos;
    this.journal = journal;
    this.open = new @Nullable Client[concurrency];
    this.processes = new int[concurrency];
    for (int thread = 0; thread < concurrency; thread++) {
      processes[thread] = thread;
      free.add(thread);
    }
  }

  /** Operations in the order in which they began. */
  List<TimedOperation> began() {
    return began;
  }

  /**
   * Does what the generator says until it has ended or the time is over, then lets what is open
   * come back.
   *
   * @param onDispatched called when no more operations begin
   */
  void run(
      Generator generator, long seed, long limitNanos, Observer observer, Runnable onDispatched) {
    Dispatcher dispatcher = new Dispatcher(generator, concurrency, seed);
    long endNanos = cluster.nowNanos() + limitNanos;
    boolean isDispatching = true;
    while (isDispatching || openCount > 0 || !ended.isEmpty()) {
      takeEnded(dispatcher, observer);
      if (isDispatching && cluster.nowNanos() >= endNanos) {
        isDispatching = false;
        onDispatched.run();
      }
      long wakeNanos = Long.MAX_VALUE;
      if (isDispatching) {
        switch (dispatcher.next(cluster.nowNanos(), free)) {
          case Decision.Begin begin -> {
            begin(begin);
            continue;
          }
          case Decision.Sleep sleep -> wakeNanos = Math.min(endNanos, sleep.untilNanos());
          case Decision.Done done -> {
            isDispatching = false;
            onDispatched.run();
            continue;
          }
        }
      }
      if (isDispatching || openCount > 0) {
        cluster.runUntil(wakeNanos, () -> !ended.isEmpty());
      }
    }
  }

  /** Closes all clients. */
  void close() {
    for (Client client : open) {
      if (client != null) {
        client.close();
      }
    }
  }

  private void begin(Decision.Begin begin) {
    int process = begin.process();
    int thread = process % concurrency;
    free.remove(Integer.valueOf(process));
    openCount++;
    Operation operation = begin.operation();
    long now = cluster.nowNanos();
    String node = clients.node(thread);
    journal.invoke(
        now,
        process,
        operation,
        now - begin.dueNanos() > LATE_NANOS
            ? Map.of("node", node, "due", begin.dueNanos())
            : Map.of("node", node));
    began.add(new TimedOperation(now, thread, operation));
    new Invocation(process, operation).perform(thread, now);
  }

  private void takeEnded(Dispatcher dispatcher, Observer observer) {
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      openCount--;
      int process = next.process();
      int thread = process % concurrency;
      dispatcher.ended(cluster.nowNanos(), process, next.operation(), next.outcome());
      observer.ended(process, next.operation(), next.outcome());
      if (next.retires()) {
        Client retired = open[thread];
        if (retired != null) {
          retired.close();
        }
        open[thread] = null;
        processes[thread] = Math.addExact(process, concurrency);
      }
      free.add(processes[thread]);
    }
  }

  /** An operation under way; it ends once, by the client or by the timeout. */
  private final class Invocation {
    private final int process;
    private final Operation operation;
    private boolean isSettled;
    private SimCluster.Cancellable timeout = () -> {};

    Invocation(int process, Operation operation) {
      this.process = process;
      this.operation = operation;
    }

    void perform(int thread, long now) {
      timeout =
          cluster.schedule(
              now + timeoutNanos,
              () -> settle(new Outcome.Info("no answer within " + timeoutNanos / 1e9 + " s")));
      Client client = open[thread];
      if (client == null) {
        client = clients.open(thread, process);
        open[thread] = client;
      }
      var unused = client.invoke(operation).handle(this::heard);
    }

    private @Nullable Void heard(@Nullable Outcome outcome, @Nullable Throwable error) {
      settle(outcome == null ? new Outcome.Info(String.valueOf(error)) : outcome);
      return null;
    }

    private void settle(Outcome outcome) {
      if (isSettled) {
        return;
      }
      isSettled = true;
      timeout.cancel();
      Outcome recorded =
          outcome instanceof Outcome.Info doubt && reads.contains(operation.f())
              ? new Outcome.Fail(doubt.error())
              : outcome;
      journal.complete(cluster.nowNanos(), process, operation, recorded);
      ended.add(new Ended(process, operation, recorded, outcome instanceof Outcome.Info));
    }
  }
}
