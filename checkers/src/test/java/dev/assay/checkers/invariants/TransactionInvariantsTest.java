package dev.assay.checkers.invariants;

import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Long fork, causal reverse, sequential, monotonic, G2. */
class TransactionInvariantsTest {
  private static final Keyword R = new Keyword("r");
  private static final Keyword W = new Keyword("w");

  private static List<@Nullable Object> mop(Keyword name, Object key, @Nullable Object value) {
    return Arrays.asList(name, key, value);
  }

  private static Script wrote(Script script, int process, long key) {
    Object txn = List.of(mop(W, key, 1L));
    return script.done(process, "write", txn, txn);
  }

  private static Script readPair(
      Script script, int process, @Nullable Object x, @Nullable Object y) {
    return script.done(
        process,
        "read",
        List.of(mop(R, 1L, null), mop(R, 2L, null)),
        List.of(mop(R, 1L, x), mop(R, 2L, y)));
  }

  @Test
  void longFork() {
    Script script = wrote(wrote(new Script(), 0, 1), 1, 2);
    Script fork = readPair(readPair(script, 2, 1L, null), 3, null, 1L);
    Judged.of("long-fork", fork.history()).assertInvalid("long-fork");
  }

  @Test
  void noFork() {
    Script script = wrote(wrote(new Script(), 0, 1), 1, 2);
    Script chain = readPair(readPair(readPair(script, 2, 1L, null), 3, 1L, 1L), 2, null, null);
    Judged.of("long-fork", chain.history()).assertValid();
  }

  @Test
  void aKeyWrittenTwiceProvesNothing() {
    Script script = wrote(wrote(wrote(new Script(), 0, 1), 1, 2), 0, 1);
    Script fork = readPair(readPair(script, 2, 1L, null), 3, null, 1L);
    Judged.of("long-fork", fork.history()).assertUnknown("written at most once");
  }

  @Test
  void aSecondWriteCountsWhereverItIsTold() {
    Script script = wrote(wrote(new Script(), 0, 1), 1, 2);
    Object again = List.of(mop(W, 1L, 1L));
    Script fork = readPair(readPair(script, 2, 1L, null), 3, null, 1L);
    Judged.of("long-fork", fork.done(0, "write", null, again).history())
        .assertUnknown("written at most once");
  }

  @Test
  void causalReverse() {
    Script script =
        new Script()
            .invoke(2, "read", null)
            .done(0, "write", 425L, 425L)
            .done(1, "write", 430L, 430L)
            .ok(2, "read", Set.of(1L, 430L));
    Judged.of("comments", script.history()).assertInvalid("causal-reverse");
    Judged.of("causal-reverse", script.history()).assertInvalid("causal-reverse");
  }

  @Test
  void concurrentWritesMayBeSeenInAnyOrder() {
    Script script =
        new Script()
            .invoke(0, "write", 1L)
            .done(1, "write", 2L, 2L)
            .done(2, "read", null, List.of(2L))
            .ok(0, "write", 1L)
            .done(2, "read", null, List.of(1L, 2L));
    Judged.of("causal-reverse", script.history()).assertValid();
  }

  @Test
  void trailingNil() {
    Script script = new Script().done(0, "read", 7L, List.of(7L, Arrays.asList("7_1", null)));
    Judged.of("sequential", script.history()).assertInvalid("trailing-nil");
    Script leading = new Script().done(0, "read", 7L, List.of(7L, Arrays.asList(null, "7_0")));
    Judged.of("sequential", leading.history()).assertValid();
  }

  private static Map<Object, Object> row(long val, String sts) {
    return Map.of(new Keyword("val"), val, new Keyword("sts"), sts);
  }

  @Test
  void monotonic() {
    Script script =
        new Script()
            .done(0, "add", null, row(1, "5.1"))
            .done(1, "add", null, row(2, "5.2"))
            .done(0, "read", null, List.of(row(1, "5.1"), row(2, "5.2")));
    Judged.of("monotonic", script.history()).assertValid();
  }

  @Test
  void offOrder() {
    Script script =
        new Script()
            .done(0, "add", null, row(2, "5.1"))
            .done(1, "add", null, row(1, "5.2"))
            .done(0, "read", null, List.of(row(2, "5.1"), row(1, "5.2")));
    Judged.of("monotonic", script.history()).assertInvalid("off-order-val");
    Script byTime = new Script().done(0, "read", null, List.of(row(1, "5.2"), row(2, "5.1")));
    Judged.of("monotonic", byTime.history()).assertInvalid("off-order-sts");
  }

  @Test
  void lostAndDoubledRows() {
    Script script =
        new Script()
            .done(0, "add", null, row(1, "5.1"))
            .done(1, "add", null, row(2, "5.2"))
            .done(0, "read", null, List.of(row(2, "5.2"), row(2, "5.2")));
    Judged.of("monotonic", script.history()).assertInvalid("off-order-val", "duplicated", "lost");
  }

  private static List<@Nullable Object> insert(long key, @Nullable Object a, @Nullable Object b) {
    return List.of(key, Arrays.asList(a, b));
  }

  @Test
  void predicateWriteSkew() {
    Script script =
        new Script()
            .invoke(0, "insert", insert(1, 5L, null))
            .invoke(1, "insert", insert(1, null, 6L))
            .ok(0, "insert", insert(1, 5L, null))
            .ok(1, "insert", insert(1, null, 6L));
    Judged.of("g2", script.history()).assertInvalid("G2");
    Script one =
        new Script()
            .invoke(0, "insert", insert(1, 5L, null))
            .invoke(1, "insert", insert(1, null, 6L))
            .ok(0, "insert", insert(1, 5L, null))
            .fail(1, "insert", insert(1, null, 6L))
            .done(0, "insert", insert(2, 7L, null), insert(2, 7L, null));
    Judged.of("g2", one.history()).assertValid();
  }
}
