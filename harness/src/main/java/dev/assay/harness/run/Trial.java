package dev.assay.harness.run;

import static dev.assay.harness.generator.Generators.delay;
import static dev.assay.harness.generator.Generators.eachThread;
import static dev.assay.harness.generator.Generators.repeat;
import static dev.assay.harness.generator.Generators.stagger;
import static dev.assay.harness.generator.Generators.timeLimit;
import static dev.assay.harness.generator.Generators.untilOk;

import dev.assay.harness.Fault;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.Strike;
import dev.assay.harness.Workload;
import dev.assay.harness.generator.Generator;
import dev.assay.harness.generator.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happens to the deployed system: operations and faults, healing, final operations. */
final class Trial {
  private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

  /** The least time for probes, when the system took all its time to become ready. */
  private static final Duration PROBES_MIN = Duration.ofSeconds(2);

  private static final Duration CLIENTS_CLOSE = Duration.ofSeconds(5);

  private final TestPlan plan;
  private final Workload workload;
  private final Deployment deployment;
  private final Recorder recorder;
  private final Announcer announcer;
  private final StopSignal stop;
  private final StopSignal enough;
  private final Strikes strikes;
  private final Interpreter interpreter;
  private Generator finalGenerator;
  private Duration ran = Duration.ZERO;
  private boolean isComplete;

  Trial(
      TestPlan plan,
      Workload workload,
      List<Strike> strikes,
      Deployment deployment,
      Recorder recorder,
      Announcer announcer,
      Tasks tasks,
      StopSignal stop,
      StopSignal enough) {
    this.plan = plan;
    this.workload = workload;
    this.deployment = deployment;
    this.recorder = recorder;
    this.announcer = announcer;
    this.stop = stop;
    this.enough = enough;
    this.finalGenerator = workload.finalGenerator();
    Fault.Target target = new Fault.Target(deployment.cluster, deployment.system);
    this.strikes = new Strikes(strikes, target, recorder, tasks, announcer::warning);
    this.interpreter =
        new Interpreter(
            deployment,
            plan.load().concurrency(),
            workload.reads(),
            plan.limits().operation(),
            recorder,
            tasks,
            stop,
            enough,
            announcer::warning);
    announcer.beginTicks(
        new Announcer.Source(recorder, interpreter::openCount, this.strikes::active), tasks);
  }

  /** Does it all; heals and closes the clients whatever happens. */
  void go() throws RunFailure {
    try {
      try {
        operate();
      } finally {
        heal();
      }
      if (!stop.isRaised() && !enough.isRaised() && recover()) {
        finish();
      }
      isComplete = !stop.isRaised();
    } finally {
      interpreter.close(CLIENTS_CLOSE).forEach(announcer::warning);
    }
  }

  /** Whether all was done that could be. */
  boolean isComplete() {
    return isComplete;
  }

  /** How long operations and faults went on. */
  Duration ran() {
    return ran;
  }

  private void operate() throws RunFailure {
    TestPlan.Load load = plan.load();
    announcer.phase(Phase.RUN, load.timeLimit());
    double rate = load.ratePerSecond();
    Generator generator = workload.generator();
    Generator paced = rate > 0 ? stagger(rate, generator) : generator;
    recorder.begin();
    strikes.begin();
    try {
      // what is open at the end may come back sooner when the faults are gone
      interpreter.run(
          timeLimit(load.timeLimit(), paced),
          Seeds.fork(plan.seed(), "operations"),
          load.timeLimit(),
          this::tellFinalGenerator,
          strikes::end);
    } finally {
      ran = Duration.ofNanos(recorder.nowNanos());
    }
  }

  private void heal() {
    Duration limit = plan.limits().heal();
    announcer.phase(Phase.HEAL, limit);
    strikes.end();
    strikes.awaitEnd(limit).forEach(announcer::warning);
    deployment.heal().forEach(announcer::warning);
  }

  /**
   * Waits until every client got an answer to a probe.
   *
   * @return whether any did
   */
  private boolean recover() throws RunFailure {
    Duration limit = plan.limits().recovery();
    announcer.phase(Phase.RECOVER, limit);
    long begin = System.nanoTime();
    for (String complaint : deployment.awaitReady(limit)) {
      announcer.warning("the system did not recover after all faults were undone: " + complaint);
    }
    Duration left = limit.minusNanos(System.nanoTime() - begin);
    Duration probing = left.compareTo(PROBES_MIN) < 0 ? PROBES_MIN : left;
    int concurrency = plan.load().concurrency();
    Set<Integer> answered = new TreeSet<>();
    interpreter.run(
        eachThread(untilOk(delay(PROBE_PAUSE, repeat(workload.probe())))),
        Seeds.fork(plan.seed(), "probes"),
        probing,
        (process, operation, outcome) -> {
          if (outcome instanceof Outcome.Ok) {
            answered.add(process % concurrency);
          }
        },
        () -> {});
    if (answered.size() < concurrency && !stop.isRaised()) {
      announcer.warning(
          (concurrency - answered.size())
              + " of "
              + concurrency
              + " clients got no answer within "
              + Words.of(limit)
              + " after all faults were undone"
              + (answered.isEmpty() ? ": there were no final operations" : ""));
    }
    return !answered.isEmpty();
  }

  private void finish() throws RunFailure {
    Duration limit = plan.limits().finalOperations();
    announcer.phase(Phase.FINAL, limit);
    long begin = System.nanoTime();
    interpreter.run(
        finalGenerator,
        Seeds.fork(plan.seed(), "final operations"),
        limit,
        (process, operation, outcome) -> {},
        () -> {});
    if (System.nanoTime() - begin > limit.toNanos() && !stop.isRaised()) {
      announcer.warning("not all final operations were done within " + Words.of(limit));
    }
  }

  private void tellFinalGenerator(int process, Operation operation, Outcome outcome) {
    Generator.Context context =
        new Generator.Context(
            recorder.nowNanos(),
            process,
            plan.load().concurrency(),
            Seeds.random(plan.seed(), "final operations"));
    finalGenerator = finalGenerator.update(context, operation, outcome);
  }
}
