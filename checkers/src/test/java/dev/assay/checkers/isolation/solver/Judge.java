package dev.assay.checkers.isolation.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import dev.assay.checkers.isolation.solver.SupposedCycle.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Checks answers against the definition of a {@link Polygraph}. */
final class Judge {
  private Judge() {}

  static void check(Polygraph problem, Answer answer) {
    switch (answer) {
      case Answer.Ordered ordered -> assertEquals("", fault(problem, ordered.nodes()));
      case Answer.Refuted refuted -> checkRefuted(problem, refuted);
      case Answer.Undecided undecided -> throw new AssertionError(undecided.reason());
    }
  }

  /** What is wrong with an order of the nodes; empty when nothing is. */
  static String fault(Polygraph problem, int[] nodes) {
    assertEquals(problem.nodes(), IntStream.of(nodes).distinct().count());
    int[] place = new int[nodes.length];
    IntStream.range(0, nodes.length).forEach(i -> place[nodes[i]] = i);
    Digraph known = problem.known();
    for (int node = 0; node < nodes.length; node++) {
      for (int e = known.outStart(node); e < known.outEnd(node); e++) {
        if (place[known.out(e)] <= place[node]) {
          return "edge " + node + " to " + known.out(e);
        }
      }
    }
    for (int key = 0; key < problem.keys(); key++) {
      for (int v = problem.keyStart(key); v < problem.keyEnd(key); v++) {
        for (int other = problem.keyStart(key); other < problem.keyEnd(key); other++) {
          String fault = v == other ? "" : fault(problem, place, v, other);
          if (!fault.isEmpty()) {
            return fault;
          }
        }
      }
    }
    return "";
  }

  private static String fault(Polygraph problem, int[] place, int version, int otherVersion) {
    int writer = problem.writer(version);
    int other = problem.writer(otherVersion);
    int committed = place[problem.commit(other)];
    if (place[problem.commit(writer)] > committed) {
      return "";
    }
    if (place[problem.begin(other)] < place[problem.commit(writer)]) {
      return "writers " + writer + " and " + other + " overlap";
    }
    for (int read = problem.readStart(version); read < problem.readEnd(version); read++) {
      int reader = problem.reader(read);
      if (reader != other && place[problem.begin(reader)] > committed) {
        return other + " is between " + writer + " and its reader " + reader;
      }
    }
    return "";
  }

  private static void checkRefuted(Polygraph problem, Answer.Refuted refuted) {
    List<List<Before>> sets = new ArrayList<>();
    for (SupposedCycle cycle : refuted.cycles()) {
      List<Step> steps = cycle.steps();
      for (int i = 0; i < steps.size(); i++) {
        assertEquals(steps.get(i).to(), steps.get((i + 1) % steps.size()).from());
        checkStep(problem, steps.get(i));
      }
      assertEquals(steps.size(), steps.stream().mapToInt(Step::from).distinct().count());
      sets.add(cycle.suppositions());
    }
    assertFalse(canAvoid(sets, new ArrayList<>()), () -> "avoidable: " + sets);
  }

  private static void checkStep(Polygraph problem, Step step) {
    Digraph known = problem.known();
    Before why = step.why();
    if (why == null) {
      assertTrue(
          IntStream.range(known.outStart(step.from()), known.outEnd(step.from()))
              .anyMatch(e -> known.out(e) == step.to()),
          () -> "no known edge " + step);
      return;
    }
    boolean follows =
        step.from() == problem.commit(why.first()) && step.to() == problem.begin(why.second());
    boolean shareKey = false;
    for (int i = problem.writtenStart(why.first()); i < problem.writtenEnd(why.first()); i++) {
      int version = problem.written(i);
      int key = problem.keyOf(version);
      boolean both =
          IntStream.range(problem.keyStart(key), problem.keyEnd(key))
              .anyMatch(v -> problem.writer(v) == why.second());
      shareKey |= both;
      follows |=
          both
              && step.to() == problem.commit(why.second())
              && IntStream.range(problem.readStart(version), problem.readEnd(version))
                  .anyMatch(read -> problem.begin(problem.reader(read)) == step.from());
    }
    assertTrue(follows && shareKey, () -> "unfounded " + step);
  }

  /** Whether some choice of orders has none of the sets as a part: by trying, first set first. */
  private static boolean canAvoid(List<List<Before>> sets, List<Before> chosen) {
    for (List<Before> set : sets) {
      if (set.stream().anyMatch(order -> chosen.contains(order.turned()))) {
        continue;
      }
      for (Before order : set) {
        if (!chosen.contains(order)) {
          List<Before> more = new ArrayList<>(chosen);
          more.add(order.turned());
          if (canAvoid(sets, more)) {
            return true;
          }
        }
      }
      return false;
    }
    return true;
  }
}
