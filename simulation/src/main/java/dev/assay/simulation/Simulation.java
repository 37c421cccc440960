package dev.assay.simulation;

import static dev.assay.harness.generator.Generators.delay;
import static dev.assay.harness.generator.Generators.eachThread;
import static dev.assay.harness.generator.Generators.repeat;
import static dev.assay.harness.generator.Generators.stagger;
import static dev.assay.harness.generator.Generators.timeLimit;
import static dev.assay.harness.generator.Generators.untilOk;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Verdict;
import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.Workload;
import dev.assay.harness.generator.Generator;
import dev.assay.harness.generator.Seeds;
import dev.assay.harness.run.TestPlan;
import dev.assay.histories.History;
import dev.assay.simulation.SimulationPlan.Drawn;
import dev.assay.simulation.SimulationPlan.Written;
import dev.assay.simulator.SimCluster;
import dev.assay.simulator.TraceEvent;
import dev.assay.simulator.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run in virtual time, in the phases of a real one: operations while faults strike (safety);
 * then all faults are gone and every client must get an answer in time (liveness); then the final
 * operations; then the check. The same plan gives the same result, whoever listens.
 */
public final class Simulation {
  private static final Duration PROBE_PAUSE = Duration.ofMillis(100);
  private static final VirtualInterpreter.Observer NOBODY = (process, operation, outcome) -> {};

  private final SimulationPlan plan;
  private final Workload workload;
  private final SimulatedSystem.Instance system;
  private final SimCluster cluster;
  private final Journal journal = new Journal();
  private final VirtualInterpreter interpreter;
  private final VirtualStrikes strikes;
  private final List<String> crashes = new ArrayList<>();
  private Generator finalGenerator;
  private long calmNanos = Long.MAX_VALUE;
  private @Nullable String stuck;

  private Simulation(SimulationPlan plan, @Nullable Consumer<TraceEvent> trace) {
    this.plan = plan;
    this.workload =
        plan.workload().create(plan.workloadOptions(), Seeds.fork(plan.seed(), "workload"));
    this.finalGenerator = workload.finalGenerator();
    this.system = plan.system().create(plan.nodes(), plan.systemConfig());
    this.cluster =
        new SimCluster(
            new SimCluster.Setup(
                plan.nodes(), Seeds.fork(plan.seed(), "cluster"), plan.weather(), system::program),
            (node, failure) -> crashes.add(node + ": " + failure),
            trace,
            system::describe);
    this.strikes = new VirtualStrikes(cluster, journal, new ClusterProbe(cluster), system);
    this.interpreter =
        new VirtualInterpreter(
            cluster,
            new SystemClients(),
            plan.load().concurrency(),
            workload.reads(),
            plan.limits().operation().toNanos(),
            journal);
  }

  /**
   * Runs it and judges its history.
   *
   * @param checkTime for the check alone, which begins when the run is over
   * @param trace hears every event, or null
   * @throws IllegalArgumentException when faults cannot be drawn for so few nodes, or an option is
   *     illegal
   */
  public static SimulationResult run(
      SimulationPlan plan, Duration checkTime, @Nullable Consumer<TraceEvent> trace) {
    return new Simulation(plan, trace).run(checkTime);
  }

  private SimulationResult run(Duration checkTime) {
    plan.nodes().forEach(cluster::start);
    boolean mustProgress =
        switch (plan.course()) {
          case Drawn drawn -> {
            runDrawn(drawn);
            yield true;
          }
          case Written written -> {
            runWritten(written);
            yield written.mustProgress();
          }
        };
    interpreter.close();
    History history = journal.history();
    Verdict verdict = workload.checker().check(history, Budget.of(checkTime));
    return new SimulationResult(
        plan,
        history,
        verdict,
        List.copyOf(crashes),
        stuck,
        journal.okCount(),
        journal.operations(),
        cluster.nowNanos(),
        cluster.events(),
        cluster.traceHash(),
        new Written(interpreter.began(), strikes.disturbances(), calmNanos, mustProgress));
  }

  private void runDrawn(Drawn drawn) {
    TestPlan.Load load = plan.load();
    strikes.begin(
        drawn
            .nemesis()
            .strikes(plan.nodes(), load.timeLimit(), Seeds.random(plan.seed(), "nemesis")));
    double rate = load.ratePerSecond();
    Generator generator = workload.generator();
    interpreter.run(
        timeLimit(load.timeLimit(), rate > 0 ? stagger(rate, generator) : generator),
        Seeds.fork(plan.seed(), "operations"),
        load.timeLimit().toNanos(),
        this::tellFinalGenerator,
        this::calm);
    calm();
    if (makeProgress()) {
      interpreter.run(
          finalGenerator,
          Seeds.fork(plan.seed(), "final operations"),
          plan.limits().finalOperations().toNanos(),
          NOBODY,
          () -> {});
    }
  }

  private void runWritten(Written written) {
    strikes.beginWritten(written.disturbances());
    cluster.schedule(written.calmNanos(), this::calm);
    interpreter.run(
        Script.of(written.operations(), plan.load().concurrency()),
        Seeds.fork(plan.seed(), "operations"),
        Long.MAX_VALUE / 2,
        NOBODY,
        () -> {});
    if (written.mustProgress()) {
      cluster.runUntil(Math.max(written.calmNanos(), cluster.nowNanos()), () -> false);
      makeProgress();
    }
  }

  /** All faults are gone, all nodes run, network and disks are good; clocks still drift. */
  private void calm() {
    if (calmNanos == Long.MAX_VALUE) {
      calmNanos = cluster.nowNanos();
      strikes.end();
      cluster.heal();
      plan.nodes().forEach(cluster::resume);
      plan.nodes().forEach(cluster::start);
      cluster.setWeather(Weather.CALM);
    }
  }

  /**
   * Lets every client ask until it gets an answer.
   *
   * @return whether any did
   */
  private boolean makeProgress() {
    int concurrency = plan.load().concurrency();
    Duration limit = plan.limits().progress();
    Set<Integer> answered = new TreeSet<>();
    interpreter.run(
        eachThread(untilOk(delay(PROBE_PAUSE, repeat(workload.probe())))),
        Seeds.fork(plan.seed(), "probes"),
        limit.toNanos(),
        (process, operation, outcome) -> {
          if (outcome instanceof Outcome.Ok) {
            answered.add(process % concurrency);
          }
        },
        () -> {});
    if (answered.size() < concurrency) {
      stuck =
          "%d of %d clients got no answer within %d s after all faults were gone"
              .formatted(concurrency - answered.size(), concurrency, limit.toSeconds());
    }
    return !answered.isEmpty();
  }

  private void tellFinalGenerator(int process, Operation operation, Outcome outcome) {
    Generator.Context context =
        new Generator.Context(
            cluster.nowNanos(),
            process,
            plan.load().concurrency(),
            Seeds.random(plan.seed(), "final operations"));
    finalGenerator = finalGenerator.update(context, operation, outcome);
  }

  private final class SystemClients implements VirtualInterpreter.Clients {
    @Override
    public Client open(int thread, int process) {
      return system.client(node(thread), process, new SimTransport(cluster, "client " + process));
    }

    @Override
    public String node(int thread) {
      return plan.nodes().get(thread % plan.nodes().size());
    }
  }
}
