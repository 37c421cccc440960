package dev.assay.checkers.isolation.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.isolation.solver.SupposedCycle.Before;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClausesTest {
  @Test
  void setsOfSuppositionsAreExhaustiveAsByTrying() {
    SplittableRandom random = new SplittableRandom(7);
    int exhaustive = 0;
    for (int i = 0; i < 4_000; i++) {
      int pairs = 1 + random.nextInt(8);
      List<List<Before>> sets = new ArrayList<>();
      for (int set = random.nextInt(40); set > 0; set--) {
        List<Before> together = new ArrayList<>();
        for (int pair = 0; pair < pairs && together.size() < 3; pair++) {
          if (random.nextInt(3) == 0) {
            Before order = new Before(2 * pair, 2 * pair + 1);
            together.add(random.nextBoolean() ? order : order.turned());
          }
        }
        if (!together.isEmpty()) {
          sets.add(together);
        }
      }
      boolean expected = isExhaustive(sets, pairs);
      assertEquals(expected, CaseSplit.isExhaustive(sets), () -> sets.toString());
      if (expected) {
        exhaustive++;
        checkMinimized(sets, pairs);
      }
    }
    assertTrue(exhaustive > 400, "only " + exhaustive + " are exhaustive");
  }

  private static void checkMinimized(List<List<Before>> sets, int pairs) {
    List<List<Before>> needed =
        CaseSplit.minimized(
                sets.stream().map(ClausesTest::cycle).toList(), Budget.of(Duration.ofMinutes(1)))
            .stream()
            .map(SupposedCycle::suppositions)
            .toList();
    assertTrue(isExhaustive(needed, pairs));
    for (int i = 0; i < needed.size(); i++) {
      List<List<Before>> fewer = new ArrayList<>(needed);
      fewer.remove(i);
      assertFalse(isExhaustive(fewer, pairs), () -> needed.toString());
    }
  }

  private static SupposedCycle cycle(List<Before> orders) {
    return new SupposedCycle(
        orders.stream().map(order -> new SupposedCycle.Step(0, 0, order)).toList());
  }

  private static boolean isExhaustive(List<List<Before>> sets, int pairs) {
    for (int choice = 0; choice < 1 << pairs; choice++) {
      int chosen = choice;
      boolean isHit =
          sets.stream()
              .anyMatch(
                  set ->
                      set.stream()
                          .allMatch(
                              order -> {
                                int pair = Math.min(order.first(), order.second()) / 2;
                                return (chosen >> pair & 1)
                                    == 1
                                    == (order.first() < order.second());
                              }));
      if (!isHit) {
        return false;
      }
    }
    return true;
  }
}
