package dev.assay.harness.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Operation;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generator;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Elle's generator of transactions: unique values, keys that are used up, lengths. */
class TransactionWorkloadTest {
  private static List<Operation> operations(Map<String, String> options, int count) {
    return operations(new ListAppendProvider(), options, count);
  }

  private static List<Operation> operations(
      WorkloadProvider workload, Map<String, String> options, int count) {
    Generator generator = workload.create(options, 1).generator();
    SplittableRandom random = new SplittableRandom(7);
    List<Operation> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Generator.Context context = new Generator.Context(i, 0, 1, random);
      Generator.Step.Do step = (Generator.Step.Do) generator.next(context);
      all.add(step.operation());
      generator = step.rest();
    }
    return all;
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  @Test
  void everyElementIsAppendedOnceAndKeysAreUsedUp() {
    Map<Object, List<Object>> appended = new TreeMap<>();
    for (Operation operation : operations(Map.of("max-writes-per-key", "8", "keys", "3"), 1000)) {
      for (Object mop : list(operation.value())) {
        if (list(mop).getFirst().equals(new Keyword("append"))) {
          appended.computeIfAbsent(list(mop).get(1), k -> new ArrayList<>()).add(list(mop).get(2));
        }
      }
    }
    assertTrue(appended.size() > 50);
    appended.values().forEach(elements -> assertTrue(elements.size() <= 8, elements.toString()));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), appended.get(0L));
  }

  @Test
  void lengthsAreThoseThatWereAskedFor() {
    Set<Integer> lengths = new HashSet<>();
    operations(Map.of("min-length", "2", "max-length", "4"), 300)
        .forEach(operation -> lengths.add(list(operation.value()).size()));
    assertEquals(Set.of(2, 3, 4), lengths);
  }

  @Test
  void sharesOfReads() {
    for (String share : List.of("0", "1")) {
      boolean allReads =
          operations(Map.of("reads", share), 50).stream()
              .flatMap(operation -> list(operation.value()).stream())
              .allMatch(mop -> list(mop).getFirst().equals(new Keyword("r")));
      assertEquals(share.equals("1"), allReads);
    }
  }

  @Test
  void firstKeysAreHotUnderZipf() {
    Map<Object, Integer> uses = new TreeMap<>();
    operations(Map.of("max-writes-per-key", "1000000", "distribution", "zipf"), 2000)
        .forEach(o -> TransactionGenerator.keysOf(o).forEach(k -> uses.merge(k, 1, Integer::sum)));
    assertEquals(5, uses.size());
    assertTrue(uses.getOrDefault(0L, 0) > 3 * uses.getOrDefault(4L, 0), uses.toString());
  }

  /** What is added to each counter, in order. */
  private static Map<Object, List<Object>> added(Map<String, String> options) {
    Map<Object, List<Object>> added = new TreeMap<>();
    for (Operation operation : operations(new CounterIncProvider(), options, 300)) {
      for (Object mop : list(operation.value())) {
        if (list(mop).getFirst().equals(new Keyword("inc"))) {
          added.computeIfAbsent(list(mop).get(1), k -> new ArrayList<>()).add(list(mop).get(2));
        }
      }
    }
    return added;
  }

  @Test
  void countersAreIncrementedByPowersOrOnes() {
    assertEquals(List.of(1L, 2L, 4L, 8L), added(Map.of("max-writes-per-key", "4")).get(0L));
    assertEquals(
        List.of(1L, 1L, 1L), added(Map.of("amounts", "ones", "max-writes-per-key", "3")).get(0L));
    assertEquals(
        List.of(Arrays.asList(1L, null), Arrays.asList(2L, null)),
        added(Map.of("answers", "true", "max-writes-per-key", "2")).get(0L));
  }

  @Test
  void keysAreInsertedWrittenAndDeletedAndValuesDiffer() {
    Map<Object, List<String>> writes = new TreeMap<>();
    Set<Object> predicates = new HashSet<>();
    for (Operation operation : operations(new ClosedPredicateProvider(), Map.of(), 500)) {
      for (Object mop : list(operation.value())) {
        String name = ((Keyword) list(mop).getFirst()).name();
        if (name.equals("rp")) {
          predicates.add(list(mop).get(1));
        } else if (!name.equals("r")) {
          writes.computeIfAbsent(list(mop).get(1), k -> new ArrayList<>()).add(name);
        }
      }
    }
    List<List<String>> finished = writes.values().stream().limit(50).toList();
    assertEquals(
        Set.of(List.of("insert"), List.of("insert", "w", "w", "delete")), Set.copyOf(finished));
    assertTrue(predicates.contains(new Keyword("true")), predicates.toString());
    assertEquals(4 + 5 + 1, predicates.size(), "[:= 1] to [:= 4], and of :mod 2 and 3");
  }

  @Test
  void countersDoNotOverflow() {
    assertThrows(IllegalArgumentException.class, () -> added(Map.of("max-writes-per-key", "60")));
    added(Map.of("max-writes-per-key", "60", "amounts", "ones"));
    assertThrows(IllegalArgumentException.class, () -> added(Map.of("amounts", "twos")));
    assertThrows(IllegalArgumentException.class, () -> added(Map.of("timestamps", "true")));
  }

  @Test
  void wrongOptionsAreTold() {
    assertThrows(IllegalArgumentException.class, () -> operations(Map.of("key", "1"), 0));
    assertThrows(IllegalArgumentException.class, () -> operations(Map.of("reads", "2"), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> operations(Map.of("min-length", "5", "max-length", "4"), 0));
    assertThrows(
        IllegalArgumentException.class, () -> operations(Map.of("consistency", "good"), 0));
  }
}
