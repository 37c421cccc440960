package dev.assay.checkers.linearizability;

import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Operations on an etcd store of two keys, and answers that may be right or wrong. */
final class EtcdCases {
  private EtcdCases() {}

  private static Keyword name(String name) {
    return new Keyword(name);
  }

  private static String key(SplittableRandom random) {
    return random.nextBoolean() ? "a" : "b";
  }

  static Object txn(SplittableRandom random) {
    Map<Keyword, Object> txn = new LinkedHashMap<>();
    String key = key(random);
    txn.put(
        name("if"),
        random.nextInt(3) == 0 ? List.of() : List.of(List.of(key, (long) random.nextInt(4))));
    txn.put(name("then"), steps(random, key));
    txn.put(name("else"), random.nextInt(4) == 0 ? steps(random, key) : ranges(random, key));
    return txn;
  }

  private static List<Object> steps(SplittableRandom random, String key) {
    List<Object> steps = new ArrayList<>();
    switch (random.nextInt(4)) {
      case 0 -> steps.add(List.of(name("delete"), key));
      case 1 -> steps.add(List.of(name("put"), key, value(random), (long) random.nextInt(2)));
      default -> steps.add(List.of(name("put"), key, value(random)));
    }
    if (random.nextInt(4) == 0) {
      steps.addAll(ranges(random, key));
    }
    return steps;
  }

  private static String value(SplittableRandom random) {
    return "v" + random.nextInt(3);
  }

  private static List<Object> ranges(SplittableRandom random, String key) {
    return random.nextBoolean() ? List.of() : List.of(List.of(name("range"), key, "", 0L));
  }

  static Object range(SplittableRandom random) {
    Map<Keyword, Object> range = new LinkedHashMap<>();
    range.put(name("start"), key(random));
    range.put(name("end"), random.nextBoolean() ? "" : "c");
    range.put(name("limit"), (long) random.nextInt(2));
    range.put(name("revision"), random.nextInt(3) > 0 ? 0L : 1L + random.nextInt(3));
    return range;
  }

  static Object lease(SplittableRandom random) {
    return Map.of(name("lease"), (long) random.nextInt(2));
  }

  static Object toldByTxn(SplittableRandom random) {
    boolean isPartial = random.nextInt(4) == 0;
    return isPartial
        ? Map.of(name("partial"), true, name("revision"), revision(random))
        : Map.of(
            name("succeeded"),
            random.nextBoolean(),
            name("results"),
            List.of(
                Map.of(
                    name("kvs"),
                    List.of(),
                    name("count"),
                    0L,
                    name("deleted"),
                    revision(random) % 2)),
            name("revision"),
            revision(random));
  }

  static Object toldByRange(SplittableRandom random) {
    String key = key(random);
    return Map.of(
        name("kvs"),
        random.nextInt(3) == 0
            ? List.of()
            : List.of(List.of(key, value(random), 2L + random.nextInt(3))),
        name("count"),
        (long) random.nextInt(2),
        name("revision"),
        revision(random));
  }

  static Object toldRevision(SplittableRandom random) {
    return Map.of(name("revision"), revision(random));
  }

  private static long revision(SplittableRandom random) {
    return 1L + random.nextInt(4);
  }
}
