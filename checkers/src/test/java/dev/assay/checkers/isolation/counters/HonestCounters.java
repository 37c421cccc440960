package dev.assay.checkers.isolation.counters;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A history of a store of counters that does one transaction after the other, each at some moment
 * between its invocation and its completion.
 */
final class HonestCounters {
  /**
   * What it is like.
   *
   * @param keys how many counters are in use at a time
   * @param opsPerKey how many micro-operations until a counter is replaced by a new one
   * @param most the greatest amount of an increment
   * @param unknown of a thousand transactions, how many have an unknown outcome
   * @param answers whether increments answer
   */
  record Shape(
      int transactions,
      int concurrency,
      int keys,
      int opsPerKey,
      int length,
      int readsPercent,
      int most,
      boolean takesAway,
      int unknown,
      boolean answers) {}

  private static final class Open {
    final List<Object> asked = new ArrayList<>();
    @Nullable List<Object> shown;
    int process;
  }

  private final Shape shape;
  private final SplittableRandom random;
  private final Map<Long, Long> store = new HashMap<>();
  private final History.Builder builder = History.builder();
  private long mops;

  private HonestCounters(Shape shape, SplittableRandom random) {
    this.shape = shape;
    this.random = random;
  }

  static History history(Shape shape, SplittableRandom random) {
    return new HonestCounters(shape, random).run();
  }

  private History run() {
    @Nullable Open[] open = new @Nullable Open[shape.concurrency];
    int[] process = new int[shape.concurrency];
    int fresh = shape.concurrency;
    for (int thread = 0; thread < process.length; thread++) {
      process[thread] = thread;
    }
    int begun = 0;
    int left = 0;
    while (begun < shape.transactions || left > 0) {
      int thread = random.nextInt(shape.concurrency);
      Open one = open[thread];
      if (one == null) {
        if (begun < shape.transactions) {
          begun++;
          left++;
          open[thread] = invoke(process[thread]);
        }
      } else if (one.shown == null) {
        one.shown = commit(one);
      } else {
        boolean isKnown = random.nextInt(1000) >= shape.unknown;
        builder.add(
            isKnown ? EventType.OK : EventType.INFO,
            one.process,
            "txn",
            isKnown ? one.shown : List.copyOf(one.asked));
        process[thread] = isKnown ? process[thread] : fresh++;
        open[thread] = null;
        left--;
      }
    }
    return builder.build();
  }

  private Open invoke(int process) {
    Open one = new Open();
    one.process = process;
    for (int i = 1 + random.nextInt(shape.length); i > 0; i--) {
      boolean reads = random.nextInt(100) < shape.readsPercent;
      long key = mops++ / shape.opsPerKey / shape.keys * shape.keys + random.nextInt(shape.keys);
      long amount = 1L + random.nextInt(shape.most);
      amount = shape.takesAway && random.nextBoolean() ? -amount : amount;
      one.asked.add(mop(reads ? "r" : "inc", key, reads ? null : (Object) amount));
    }
    builder.add(EventType.INVOKE, process, "txn", List.copyOf(one.asked));
    return one;
  }

  private List<Object> commit(Open one) {
    List<Object> shown = new ArrayList<>();
    for (Object each : one.asked) {
      List<?> mop = (List<?>) each;
      long key = (Long) mop.get(1);
      if (mop.get(2) instanceof Long amount) {
        long now = store.merge(key, amount, Long::sum);
        shown.add(shape.answers ? mop("inc", key, List.of(amount, now)) : each);
      } else {
        shown.add(mop("r", key, store.getOrDefault(key, 0L)));
      }
    }
    return shown;
  }

  private static List<?> mop(String name, long key, @Nullable Object value) {
    return Arrays.<@Nullable Object>asList(new Keyword(name), key, value);
  }
}
