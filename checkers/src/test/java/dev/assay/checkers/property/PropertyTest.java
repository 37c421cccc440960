package dev.assay.checkers.property;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PropertyTest {
  private static final Property<List<Integer>> LISTS =
      new Property<>(
          random -> random.ints(random.nextInt(20), 0, 100).boxed().toList(),
          PropertyTest::withoutOne);

  private static List<List<Integer>> withoutOne(List<Integer> list) {
    return IntStream.range(0, list.size())
        .mapToObj(
            i -> {
              List<Integer> shorter = new ArrayList<>(list);
              shorter.subList(i, i + 1).clear();
              return List.copyOf(shorter);
            })
        .toList();
  }

  @Test
  void aTrueClaimHolds() {
    LISTS.check(1, 200, list -> assertTrue(list.size() < 20));
  }

  @Test
  void aFalseClaimIsBrokenByASmallValue() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> LISTS.check(1, 200, list -> assertTrue(list.stream().allMatch(i -> i < 90))));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.matches("(?s)case \\d+ of seed 1 .*\\[9\\d\\]"), message);
  }
}
