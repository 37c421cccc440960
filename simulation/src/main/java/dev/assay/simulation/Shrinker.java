package dev.assay.simulation;

import dev.assay.checkers.Budget;
import dev.assay.checkers.invariants.Invariants;
import dev.assay.harness.cluster.Cluster.Link;
import dev.assay.simulation.SimulationPlan.Written;
import dev.assay.simulation.SimulationResult.FailureKind;
import dev.assay.simulator.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes a scenario small: delta debugging (Zeller and Hildebrandt, Simplifying and Isolating
 * Failure-Inducing Input, TSE 2002) over faults, operations, clients, nodes, weather and time, in
 * rounds until a round changes nothing. What is left shows the same root failure.
 *
 * <p>Leaving something out shifts the random numbers of what remains. So a candidate is tried under
 * several seeds; the one that shows the failure becomes the scenario's.
 */
public final class Shrinker {
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final int SEEDS_MAX = 24;

  /** How many operations all tries of one candidate may do together, about. */
  private static final int OPERATIONS_A_TRY = 1500;

  private static final int ROUNDS_MAX = 8;
  private static final long GAP_NANOS = 1_000_000;

  private final Budget budget;
  private final Consumer<Scenario> progress;
  private final long settleNanos;
  private Scenario best;
  private long runs;
  private volatile boolean stopped;

  /**
   * Shrinks nothing yet.
   *
   * @param budget when it is spent the smallest scenario so far is the result
   * @param progress hears of each smaller one
   */
  public Shrinker(Scenario scenario, Budget budget, Consumer<Scenario> progress) {
    this.best = scenario;
    this.settleNanos = settleNanos(scenario.course());
    this.budget = budget;
    this.progress = progress;
  }

  /** Ends it soon, as a spent budget does. To be called from any thread. */
  public void stop() {
    stopped = true;
  }

  private boolean isOver() {
    return stopped || budget.isSpent();
  }

  /** How many runs it took. */
  public long runs() {
    return runs;
  }

  /** The smallest scenario found; empty when not even the given one shows its failure again. */
  public Optional<Scenario> shrink() {
    if (!accept(best.plan())) {
      return Optional.empty();
    }
    if (best.kind() != FailureKind.NO_PROGRESS) {
      Written course = best.course();
      accept(
          plan(new Written(course.operations(), course.disturbances(), course.calmNanos(), false)));
    }
    keepKeyOfTheFailure();
    for (int round = 0; round < ROUNDS_MAX && !isOver(); round++) {
      String before = best.text();
      shrinkFaults();
      shrinkOperations();
      shrinkClients();
      shrinkNodes();
      shrinkWeather();
      shrinkTime();
      if (before.equals(best.text())) {
        break;
      }
    }
    return Optional.of(best);
  }

  /** Most operations concern other keys than the one that fails. */
  private void keepKeyOfTheFailure() {
    TreeMap<String, Integer> keys = new TreeMap<>();
    best.course()
        .operations()
        .forEach(each -> keys.merge(PlainJson.write(each.operation().key()), 1, Integer::sum));
    for (String key : keys.keySet()) {
      if (keys.size() > 1
          && withOperations(
              best.course().operations().stream()
                  .filter(each -> PlainJson.write(each.operation().key()).equals(key))
                  .toList())) {
        return;
      }
    }
  }

  private void shrinkFaults() {
    minimize(best.course().disturbances(), this::withDisturbances);
    for (int i = 0; i < best.course().disturbances().size(); i++) {
      int at = i;
      Disturbance fault = best.course().disturbances().get(i);
      minimize(fault.links(), links -> !links.isEmpty() && replaced(at, links, fault.nodes()));
      minimize(fault.nodes(), nodes -> !nodes.isEmpty() && replaced(at, fault.links(), nodes));
    }
  }

  private boolean replaced(int at, List<Link> links, List<String> nodes) {
    List<Disturbance> changed = new ArrayList<>(best.course().disturbances());
    Disturbance old = changed.get(at);
    changed.set(at, new Disturbance(old.startNanos(), old.stopNanos(), old.kind(), links, nodes));
    return withDisturbances(changed);
  }

  private void shrinkOperations() {
    minimize(best.course().operations(), this::withOperations);
  }

  /** Clients without operations go; the others move up. */
  private void shrinkClients() {
    List<Integer> used =
        best.course().operations().stream()
            .map(TimedOperation::thread)
            .distinct()
            .sorted()
            .toList();
    if (used.isEmpty() || used.size() == best.plan().load().concurrency()) {
      return;
    }
    List<TimedOperation> moved =
        best.course().operations().stream()
            .map(
                each ->
                    new TimedOperation(
                        each.timeNanos(), used.indexOf(each.thread()), each.operation()))
            .toList();
    accept(
        best.plan()
            .with(
                best.plan().nodes(),
                best.plan().weather(),
                used.size(),
                course(moved, best.course().disturbances()),
                best.plan().seed()));
  }

  private void shrinkNodes() {
    for (int i = best.plan().nodes().size() - 1; i >= 0 && best.plan().nodes().size() > 1; i--) {
      if (i < best.plan().nodes().size()) {
        String gone = best.plan().nodes().get(i);
        List<String> left =
            best.plan().nodes().stream().filter(node -> !node.equals(gone)).toList();
        List<Disturbance> faults =
            best.course().disturbances().stream()
                .map(fault -> without(gone, fault))
                .filter(fault -> !fault.links().isEmpty() || !fault.nodes().isEmpty())
                .toList();
        accept(
            best.plan()
                .with(
                    left,
                    best.plan().weather(),
                    best.plan().load().concurrency(),
                    course(best.course().operations(), faults),
                    best.plan().seed()));
      }
    }
  }

  private static Disturbance without(String node, Disturbance fault) {
    return new Disturbance(
        fault.startNanos(),
        fault.stopNanos(),
        fault.kind(),
        fault.links().stream()
            .filter(link -> !link.from().equals(node) && !link.to().equals(node))
            .toList(),
        fault.nodes().stream().filter(each -> !each.equals(node)).toList());
  }

  private void shrinkWeather() {
    if (!best.plan().weather().equals(Weather.CALM)) {
      accept(
          best.plan()
              .with(
                  best.plan().nodes(),
                  Weather.CALM,
                  best.plan().load().concurrency(),
                  best.course(),
                  best.plan().seed()));
    }
  }

  /** Ends faults sooner, the calm too, and closes gaps in which nothing begins. */
  private void shrinkTime() {
    long last =
        best.course().operations().stream().mapToLong(TimedOperation::timeNanos).max().orElse(0);
    for (Disturbance each : best.course().disturbances()) {
      last = Math.max(last, each.startNanos());
    }
    List<Long> times = new ArrayList<>(List.of(0L));
    best.course().operations().forEach(each -> times.add(each.timeNanos()));
    best.course().disturbances().forEach(each -> times.add(each.startNanos()));
    best.course().disturbances().forEach(each -> times.add(each.stopNanos()));
    List<Long> sorted = times.stream().distinct().sorted().toList();
    for (int i = sorted.size() - 1; i > 0 && !isOver(); i--) {
      long gap = sorted.get(i) - sorted.get(i - 1);
      for (long less = gap * 9 / 10; less > GAP_NANOS; less /= 3) {
        if (accept(plan(shifted(sorted.get(i), less)))) {
          break;
        }
      }
    }
  }

  private Written shifted(long fromNanos, long lessNanos) {
    return new Written(
        best.course().operations().stream()
            .map(
                each ->
                    new TimedOperation(
                        earlier(each.timeNanos(), fromNanos, lessNanos),
                        each.thread(),
                        each.operation()))
            .toList(),
        best.course().disturbances().stream()
            .map(
                each ->
                    each.lasting(
                        earlier(each.startNanos(), fromNanos, lessNanos),
                        earlier(each.stopNanos(), fromNanos, lessNanos)))
            .toList(),
        earlier(best.course().calmNanos(), fromNanos, lessNanos),
        best.course().mustProgress());
  }

  private static long earlier(long time, long from, long less) {
    return time >= from ? time - less : time;
  }

  private boolean withOperations(List<TimedOperation> operations) {
    return accept(plan(course(operations, best.course().disturbances())));
  }

  private boolean withDisturbances(List<Disturbance> disturbances) {
    return accept(plan(course(best.course().operations(), disturbances)));
  }

  private Written course(List<TimedOperation> operations, List<Disturbance> disturbances) {
    return new Written(
        operations, disturbances, best.course().calmNanos(), best.course().mustProgress());
  }

  private SimulationPlan plan(Written course) {
    return best.plan().with(course, best.plan().seed());
  }

  /**
   * How long replicas have to settle before the first read that requires it. A scenario that gives
   * them less time would accuse a correct system too.
   */
  private static long settleNanos(Written course) {
    long last = course.calmNanos();
    long firstFinal = Long.MAX_VALUE;
    for (TimedOperation each : course.operations()) {
      if (each.operation().f().equals(Invariants.FINAL_READ)) {
        firstFinal = Math.min(firstFinal, each.timeNanos());
      } else {
        last = Math.max(last, each.timeNanos());
      }
    }
    return firstFinal == Long.MAX_VALUE ? Long.MAX_VALUE : firstFinal - last;
  }

  /** Takes the candidate when it shows the failure under some seed. */
  private boolean accept(SimulationPlan candidate) {
    if (settleNanos((Written) candidate.course()) < settleNanos) {
      return false;
    }
    int operations = ((Written) candidate.course()).operations().size();
    int seeds = Math.max(2, Math.min(SEEDS_MAX, OPERATIONS_A_TRY / Math.max(1, operations)));
    for (int i = 0; i < seeds && !isOver(); i++) {
      // The scenario's own seed first: often nothing that matters has shifted.
      SimulationPlan tried =
          candidate.with((Written) candidate.course(), i == 0 ? candidate.seed() : i);
      runs++;
      if (best.isShownBy(Simulation.run(tried, CHECK, null))) {
        best = new Scenario(tried, best.kind(), best.root());
        progress.accept(best);
        return true;
      }
    }
    return false;
  }

  /** Zeller's ddmin, by complements: leaves out ever smaller parts as long as that works. */
  private <T> void minimize(List<T> items, Predicate<List<T>> works) {
    List<T> left = items;
    int parts = 2;
    if (!left.isEmpty() && works.test(List.of())) {
      return;
    }
    while (left.size() >= 2 && !isOver()) {
      int size = (left.size() + parts - 1) / parts;
      boolean isSmaller = false;
      // Later things first: what came after the failure is never needed.
      for (int from = (left.size() - 1) / size * size; from >= 0; from -= size) {
        List<T> rest = new ArrayList<>(left.subList(0, from));
        rest.addAll(left.subList(Math.min(left.size(), from + size), left.size()));
        if (works.test(List.copyOf(rest))) {
          left = rest;
          isSmaller = true;
        }
      }
      if (size == 1 && !isSmaller) {
        return;
      }
      parts =
          isSmaller ? Math.max(2, Math.min(parts, left.size())) : Math.min(2 * parts, left.size());
    }
  }
}
