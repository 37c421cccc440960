package dev.assay.harness.run;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.generator.Dispatcher;
import dev.assay.harness.generator.Dispatcher.Decision;
import dev.assay.harness.generator.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what generators say with a fixed number of processes, and records it.
 *
 * <p>One thread decides; clients work on threads of {@link Tasks} and complete wherever they like.
 * An operation that does not come back in time ends as {@code info}; then, as after every {@code
 * info} of a client, its process is retired and a new one with a new client takes its place. When
 * the operation has no effect ({@code reads}) it is recorded as {@code fail} instead: as nothing
 * happened, both say the same, and it is not open for ever. The process is retired all the same,
 * for its client may still wait.
 *
 * <p>An invocation carries the {@code node} that it goes to first and, when it begins more than 10
 * ms late because all processes were busy, {@code due}: the time at which it should have begun, in
 * nanoseconds as {@code time} is. Latency counts from there.
 */
final class Interpreter {
  /** How late an operation must begin to be recorded with the time at which it was due. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How long what ended an operation may take to say so. */
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Deployment deployment;
  private final int concurrency;
  private final Set<String> reads;
  private final Duration timeout;
  private final Recorder recorder;
  private final Tasks tasks;
  private final StopSignal stop;
  private final StopSignal enough;
  private final Consumer<String> warnings;

  /** Processes by thread. */
  private final List<ClientProcess> processes = new ArrayList<>();

  /** Free processes, the one that has been free for longest first: that spreads load evenly. */
  private final List<Integer> free = new ArrayList<>();

  /** Those begun first are first. */
  private final LinkedHashSet<Invocation> open = new LinkedHashSet<>();

  private final LinkedBlockingDeque<Ended> ended = new LinkedBlockingDeque<>();
  private volatile int openCount;

  /** How an operation ended; without an invocation it only wakes the thread that decides. */
  private record Ended(@Nullable Invocation invocation, Outcome outcome, boolean retires) {}

  /** Hears how operations ended. */
  interface Observer {
    void ended(int process, Operation operation, Outcome outcome);
  }

  Interpreter(
      Deployment deployment,
      int concurrency,
      Set<String> reads,
      Duration timeout,
      Recorder recorder,
      Tasks tasks,
      StopSignal stop,
      StopSignal enough,
      Consumer<String> warnings) {
    this.deployment = deployment;
    this.concurrency = concurrency;
    this.reads = reads;
    this.timeout = timeout;
    this.recorder = recorder;
    this.tasks = tasks;
    this.stop = stop;
    this.enough = enough;
    this.warnings = warnings;
    for (int thread = 0; thread < concurrency; thread++) {
      processes.add(process(thread));
      free.add(thread);
    }
    stop.whenRaised(this::wake);
    enough.whenRaised(this::wake);
  }

  private void wake() {
    ended.add(new Ended(null, new Outcome.Info("stopped"), false));
  }

  int openCount() {
    return openCount;
  }

  /**
   * Does what the generator says until it has ended, the time is over, the run is stopped or enough
   * is known; then waits for what is open, at most as long as an operation may take.
   *
   * @param onDispatched called when no more operations begin
   * @throws RunFailure when the history cannot be written
   */
  void run(Generator generator, long seed, Duration limit, Observer observer, Runnable onDispatched)
      throws RunFailure {
    Dispatcher dispatcher = new Dispatcher(generator, concurrency, seed);
    long endNanos = recorder.nowNanos() + limit.toNanos();
    boolean isDispatching = true;
    while (isDispatching || !open.isEmpty()) {
      takeEnded(dispatcher, observer);
      checkLog();
      long now = recorder.nowNanos();
      expire(now);
      if (stop.isRaised()) {
        abandonOpen();
      }
      if (isDispatching && (stop.isRaised() || enough.isRaised() || now >= endNanos)) {
        isDispatching = false;
        onDispatched.run();
      }
      long wakeNanos =
          open.isEmpty()
              ? Long.MAX_VALUE
              : Math.max(open.getFirst().deadlineNanos, now + SETTLING_NANOS);
      if (isDispatching) {
        wakeNanos = Math.min(wakeNanos, endNanos);
        switch (dispatcher.next(now, free)) {
          case Decision.Begin begin -> {
            begin(begin, now);
            continue;
          }
          case Decision.Sleep sleep -> wakeNanos = Math.min(wakeNanos, sleep.untilNanos());
          case Decision.Done done -> {
            isDispatching = false;
            onDispatched.run();
            continue;
          }
        }
      }
      if (!open.isEmpty() || isDispatching) {
        sleepUntil(wakeNanos);
      }
    }
  }

  /** Ends all processes; returns when their clients are closed or the time is over. */
  List<String> close(Duration limit) {
    abandonOpen();
    return tasks.forEach(
        processes,
        process -> "client of process " + process.number,
        "closing",
        ClientProcess::retire,
        limit,
        null);
  }

  private void begin(Decision.Begin begin, long now) {
    ClientProcess process = processes.get(begin.process() % concurrency);
    free.remove(Integer.valueOf(process.number));
    Operation operation = begin.operation();
    Invocation invocation =
        new Invocation(process, operation, now + timeout.toNanos(), this::settled);
    open.add(invocation);
    openCount = open.size();
    Map<String, Object> extra =
        now - begin.dueNanos() > LATE_NANOS
            ? Map.of("node", process.nodeName(), "due", begin.dueNanos())
            : Map.of("node", process.nodeName());
    // the order is fixed here, before the request can leave
    recorder.invoke(process.number, operation, extra);
    tasks.begin(invocation::perform);
  }

  /** On whatever thread knows the outcome: its place in the order must not wait. */
  private void settled(Invocation invocation, Outcome outcome) {
    boolean retires = outcome instanceof Outcome.Info;
    Outcome recorded =
        outcome instanceof Outcome.Info info && reads.contains(invocation.operation.f())
            ? new Outcome.Fail(info.error())
            : outcome;
    recorder.complete(invocation.process.number, invocation.operation, recorded);
    ended.add(new Ended(invocation, recorded, retires));
  }

  private void takeEnded(Dispatcher dispatcher, Observer observer) {
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      Invocation invocation = next.invocation();
      if (invocation == null) {
        continue;
      }
      open.remove(invocation);
      openCount = open.size();
      int number = invocation.process.number;
      dispatcher.ended(recorder.nowNanos(), number, invocation.operation, next.outcome());
      observer.ended(number, invocation.operation, next.outcome());
      if (next.retires()) {
        ClientProcess successor = process(Math.addExact(number, concurrency));
        processes.set(number % concurrency, successor);
        free.add(successor.number);
        tasks.begin(() -> retire(invocation.process));
      } else {
        free.add(number);
      }
    }
  }

  private void retire(ClientProcess process) {
    try {
      process.retire();
    } catch (RuntimeException e) {
      warnings.accept("client of process " + process.number + ": closing: " + Words.of(e));
    }
  }

  private void expire(long now) {
    for (Invocation invocation : open) {
      if (invocation.deadlineNanos > now) {
        return;
      }
      invocation.settle(new Outcome.Info("no answer within " + Words.of(timeout)));
    }
  }

  private void abandonOpen() {
    for (Invocation invocation : open) {
      invocation.settle(new Outcome.Info("still open when the run was stopped"));
    }
  }

  private void checkLog() throws RunFailure {
    var failure = recorder.failure();
    if (failure != null) {
      throw new RunFailure(
          "the history could not be written, so the run was ended; what was written up to then is"
              + " kept: "
              + Words.of(failure),
          failure);
    }
  }

  private void sleepUntil(long wakeNanos) {
    try {
      long nanos = Math.min(wakeNanos - recorder.nowNanos(), TimeUnit.SECONDS.toNanos(1));
      Ended next = nanos <= 0 ? null : ended.poll(nanos, TimeUnit.NANOSECONDS);
      if (next != null) {
        ended.addFirst(next);
      }
    } catch (InterruptedException e) {
      stop.raise();
    }
  }

  private ClientProcess process(int number) {
    List<Node> nodes = deployment.nodes();
    Node node = nodes.get(number % concurrency % nodes.size());
    return new ClientProcess(number, node, deployment.system);
  }
}
