package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.text.ExplanationText;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * All that assumptions alone put in order, against every pair of accesses; and a cycle of writes
 * that only follows over what was read and then overwritten.
 */
class AssumedLinesTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 4_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261201);
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  /** What a transaction saw of a register, 0 for nil, what it wrote to it, and when it ran. */
  private static final class Use {
    int process;
    int begin;
    int end = Integer.MAX_VALUE;
    @Nullable Long saw;
    @Nullable Long wrote;

    Long first() {
      return Objects.requireNonNullElse(saw == null ? wrote : saw, 0L);
    }

    Long last() {
      return Objects.requireNonNullElse(wrote == null ? saw : wrote, 0L);
    }
  }

  private int leftOut;

  @Test
  void theyAreAllPairsOfAccesses() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      List<Use> uses = new ArrayList<>();
      History history = register(random, uses);
      compare(history, uses, KeyAssumption.LINEARIZABLE);
      compare(history, uses, KeyAssumption.SEQUENTIAL);
    }
    assertTrue(leftOut > HISTORIES / 4, "neighbours left out " + leftOut);
  }

  private void compare(History history, List<Use> uses, KeyAssumption assumption) {
    Registers registers = Registers.of(history);
    AssumedOrders orders =
        Objects.requireNonNull(AssumedOrders.of(registers, KeyOptions.of(assumption)));
    boolean isWritten = uses.stream().anyMatch(use -> use.wrote != null);
    assertEquals(isWritten, orders.holds(assumption, 0), () -> assumption + told(history));
    int size = uses.size();
    DependencyGraph.Builder builder = DependencyGraph.builder(size);
    AssumedReasons reasons = new AssumedReasons(registers, orders);
    reasons.addAlone(builder);
    boolean[][] expected = new boolean[size][size];
    for (Use one : uses) {
      for (Use other : uses) {
        boolean isOrdered =
            one.end < other.begin
                && (assumption == KeyAssumption.LINEARIZABLE || one.process == other.process);
        if (isOrdered && !one.last().equals(other.first()) && one.last() > 0) {
          expected[writer(uses, one.last())][writer(uses, other.first())] = true;
        }
      }
    }
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        assertTrue(!expected[from][to] || reasons.overwrite(from, to).isPresent(), "no reason");
      }
    }
    close(expected);
    boolean[][] found = reached(builder.build());
    for (int txn = 0; txn < size; txn++) {
      int from = txn;
      assertEquals(
          Arrays.toString(expected[from]),
          Arrays.toString(found[from]),
          () -> assumption + " from " + from + told(history));
    }
    DependencyGraph.Builder neighbours = DependencyGraph.builder(size);
    reasons.each((earlier, later) -> neighbours.add(earlier, later, Edge.WW));
    leftOut += Arrays.deepEquals(reached(neighbours.build()), expected) ? 0 : 1;
  }

  private static int writer(List<Use> uses, Long value) {
    for (int txn = 0; txn < uses.size(); txn++) {
      if (value.equals(uses.get(txn).wrote)) {
        return txn;
      }
    }
    throw new AssertionError("nobody wrote " + value);
  }

  private static void close(boolean[][] leads) {
    for (int k = 0; k < leads.length; k++) {
      for (boolean[] row : leads) {
        for (int j = 0; j < row.length; j++) {
          row[j] |= row[k] && leads[k][j];
        }
      }
    }
  }

  /** By transaction: those that it leads to over any edges, itself only round a cycle. */
  private static boolean[][] reached(DependencyGraph graph) {
    boolean[][] all = new boolean[graph.transactions()][];
    for (int txn = 0; txn < all.length; txn++) {
      boolean[] seen = new boolean[graph.nodes()];
      Deque<Integer> open = new ArrayDeque<>(List.of(txn));
      while (!open.isEmpty()) {
        int node = open.remove();
        for (int edge = graph.start(node); edge < graph.end(node); edge++) {
          if (!seen[graph.target(edge)]) {
            seen[graph.target(edge)] = true;
            open.add(graph.target(edge));
          }
        }
      }
      all[txn] = Arrays.copyOf(seen, all.length);
    }
    return all;
  }

  /** A linearizable register whose readers may overwrite what they read, at a moment each. */
  private static History register(SplittableRandom random, List<Use> uses) {
    int count = 3 + random.nextInt(12);
    @Nullable Use[] open = new Use[1 + random.nextInt(4)];
    boolean[] isDone = new boolean[open.length];
    History.Builder builder = History.builder();
    Long now = 0L;
    long next = 1;
    for (int left = count; left > 0; ) {
      int process = random.nextInt(open.length);
      Use use = open[process];
      if (use == null && uses.size() < count) {
        use = new Use();
        use.process = process;
        use.begin = builder.size();
        int kind = random.nextInt(3);
        use.saw = kind > 0 ? Long.valueOf(0) : null;
        use.wrote = kind < 2 ? Long.valueOf(next++) : null;
        isDone[process] = false;
        uses.add(use);
        open[process] = use;
        builder.add(EventType.INVOKE, process, "txn", told(use));
      } else if (use != null && !isDone[process]) {
        use.saw = use.saw == null ? null : now;
        isDone[process] = true;
        now = use.wrote == null ? now : use.wrote;
      } else if (use != null) {
        use.end = builder.size();
        builder.add(EventType.OK, process, "txn", told(use));
        open[process] = null;
        left--;
      }
    }
    return builder.build();
  }

  private static List<Object> told(Use use) {
    List<Object> mops = new ArrayList<>();
    if (use.saw != null) {
      mops.add(Arrays.<@Nullable Object>asList(READ, 0L, use.saw == 0 ? null : use.saw));
    }
    if (use.wrote != null) {
      mops.add(List.of(WRITE, 0L, use.wrote));
    }
    return mops;
  }

  private static String told(History history) {
    StringBuilder out = new StringBuilder();
    for (int event = 0; event < history.size(); event++) {
      out.append("\n").append(history.process(event)).append(' ').append(history.type(event));
      out.append(' ').append(history.value(event));
    }
    return out.toString();
  }

  /**
   * One process wrote 1 to x, then replaced 2 with 3 and then found 4: 1 came before 4, whatever
   * became of 2 and 3. Another saw the writer of 4 before that of 1 in y.
   */
  @Test
  void writesInACycleOverWhatWasOverwritten() {
    History.Builder builder = History.builder();
    txn(builder, 0, WRITE, 0L, 1L, WRITE, 1L, 1L);
    txn(builder, 1, WRITE, 0L, 2L);
    txn(builder, 2, WRITE, 0L, 4L, WRITE, 1L, 2L);
    txn(builder, 0, READ, 0L, 2L, WRITE, 0L, 3L);
    txn(builder, 0, READ, 0L, 4L);
    txn(builder, 3, READ, 1L, 2L);
    txn(builder, 3, READ, 1L, 1L);
    History history = builder.build();
    KeyOptions options = KeyOptions.of(KeyAssumption.SEQUENTIAL);
    for (String claim : List.of("read-uncommitted", "read-your-writes", "writes-follow-reads")) {
      Verdict verdict =
          Checkers.forClaim("rw-register", claim, options)
              .check(history, Budget.of(Duration.ofMinutes(1)));
      assertEquals("invalid", verdict.label(), () -> claim + verdict);
      Verification evidence =
          CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT.withKeys(options));
      assertTrue(evidence.accepted(), () -> claim + ": " + evidence.reason());
      String text =
          ExplanationText.render(history, ((Verdict.Invalid) verdict).anomalies().getFirst());
      assertTrue(text.contains("under the premise sequential-keys"), text);
    }
  }

  private static void txn(History.Builder builder, int process, Object... mops) {
    List<Object> told = new ArrayList<>();
    for (int i = 0; i < mops.length; i += 3) {
      told.add(List.of(mops[i], mops[i + 1], mops[i + 2]));
    }
    builder.add(EventType.INVOKE, process, "txn", told);
    builder.add(EventType.OK, process, "txn", told);
  }
}
