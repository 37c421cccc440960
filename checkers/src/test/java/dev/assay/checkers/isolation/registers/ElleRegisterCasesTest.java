package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.histories.EventType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The situations of Elle's own tests of rw-register and a few more, with Elle's verdict reproduced
 * or the difference argued.
 *
 * <p>One difference is everywhere: values that nobody wrote are read in many of Elle's cases, which
 * it takes to be there from the beginning. Registers begin with nil, so that is a {@code
 * garbage-read} here; each such case has a twin with a transaction that writes the value.
 */
class ElleRegisterCasesTest extends RegisterCases {

  @Test
  void readOfWhatNobodyWrote() {
    // Elle: valid, with the remark that this is a bug.
    run(0, "w x 1");
    run(0, "r x 2");
    invalid("strict-serializable", LINEARIZABLE, "garbage-read");
  }

  @Test
  void readOfWhatWasOverwritten() {
    // Elle: cyclic-versions, not read-uncommitted. A stale read is no dirty write: what does not
    // hold is the assumption, and what is violated speaks of time.
    run(0, "w x 1");
    run(1, "w x 2");
    run(0, "r x 2");
    run(0, "r x 1");
    Verdict verdict = invalid("strict-serializable", LINEARIZABLE, "non-causal-read-process");
    assertBroken(verdict, "linearizable-keys", "x");
    assertBroken(valid("serializable", LINEARIZABLE), "linearizable-keys", "x");
  }

  /** Not Elle's: where who overwrote what has no order, no assumption of one can hold. */
  @Test
  void overwritesThatContradictEachOther() {
    together("r x 2, w x 1", "r x 1, w x 2");
    assertBroken(invalid("read-committed", LINEARIZABLE, "G1c"), "linearizable-keys", "x");
  }

  /**
   * Not Elle's: x was written as 3, 5, 7 by transactions 2, 3 and 4, if its keys are linearizable.
   * But who wrote 8 and then read 4 of y saw his own write only if transaction 4 came before 2.
   */
  @Test
  void ownWritesUnderAnAssumptionThatLeadsOverAnOverwrite() {
    run(0, "w y 2, w x 1");
    run(0, "w x 3, r y 2, w y 4");
    run(0, "r x 3, w x 5");
    run(0, "w x 7, w y 8");
    run(0, "r y 4");
    valid("read-your-writes", KeyOptions.NONE);
    invalid("read-your-writes", LINEARIZABLE, "unread-own-write");
  }

  /**
   * Not Elle's: with linearizable keys x came from 0 to 2, y from 2 to 9 and z from 9 to 0. The
   * order of x is known over process 1, which read one version and wrote the other.
   */
  @Test
  void g0OverAnOverwrite() {
    builder.add(EventType.INVOKE, 9, "txn", value("w y 2, w z 1"));
    builder.add(EventType.INVOKE, 0, "txn", value("w x 3, w z 2"));
    run(3, "r z 1");
    builder.add(EventType.OK, 0, "txn", value("w x 3, w z 2"));
    run(1, "r x 3, w x 5");
    run(2, "w x 7, w y 1");
    run(3, "r z 2");
    run(4, "r y 1");
    run(4, "r y 2");
    builder.add(EventType.OK, 9, "txn", value("w y 2, w z 1"));
    valid("read-uncommitted", KeyOptions.NONE);
    invalid("read-uncommitted", LINEARIZABLE, "G0");
    invalid("read-committed", LINEARIZABLE, "G1c");
  }

  @Test
  void g0NeedsAnOrderOfVersions() {
    // Elle: unknown, for its graph is empty. Some order of the writes is as good as any: valid.
    together("w x 1, w y 2", "w x 2, w y 1");
    valid("read-uncommitted", KeyOptions.NONE);
    valid("strict-serializable", KeyOptions.NONE);
  }

  @Test
  void g0BySequentialKeys() {
    run(0, "w x 1, w y 2");
    run(1, "w x 2, w y 1");
    run(0, "r x 2");
    run(1, "r y 2");
    Verdict verdict = invalid("read-uncommitted", SEQUENTIAL, "G0");
    List<String> not = verdict.summary().classification().not();
    assertTrue(not.contains("read-uncommitted"), not::toString);
  }

  @Test
  void g1a() {
    builder.add(EventType.INVOKE, 1, "txn", value("w x 1"));
    run(0, "r x 1");
    builder.add(EventType.FAIL, 1, "txn", value("w x 1"));
    Verdict verdict = invalid("read-committed", KeyOptions.NONE, "G1a");
    assertEquals(List.of("read-committed"), verdict.summary().classification().not());
  }

  @Test
  void g1b() {
    // Elle's check for G0 alone says unknown, for its graph is empty; nothing forbids it here.
    together("w x 1, w x 2", "r x 1");
    valid("read-uncommitted", KeyOptions.NONE);
    invalid("read-committed", KeyOptions.NONE, "G1b");
    invalid("repeatable-read", KeyOptions.NONE, "G1b");
  }

  /** Not Elle's: an odd read between two writes must not hide that the first was overwritten. */
  @Test
  void g1bWhereTheWriterReadSomethingElseBetween() {
    together("w x 1, r x nil, w x 2", "r x 1");
    valid("read-uncommitted", KeyOptions.NONE);
    invalid("read-committed", KeyOptions.NONE, "G1b");
  }

  /** Not Elle's: read committed does not ask that a transaction sees its latest write. */
  @Test
  void anOwnValueThatWasOverwritten() {
    run(0, "w x 1, w x 2, r x 1");
    valid("read-committed", KeyOptions.NONE);
    invalid("monotonic-atomic-view", KeyOptions.NONE, "internal");
  }

  /** Not Elle's: the premise is told by the write, not by a read of the same value before it. */
  @Test
  void aReadOfWhatIsWrittenLater() {
    together("w y 1, w z 2", "w x 3, r y 1", "r z 2, w x 4", "r z nil, r x 5, r x 3, w x 5");
    invalid("parallel-snapshot-isolation", WFR, "future-read");
  }

  @Test
  void gSingleByAGivenOrder() {
    together("r x nil, w y 2", "w x 3, w y 4");
    valid("serializable", KeyOptions.NONE);
    Verdict verdict = invalid("serializable", given(Map.of("y", List.of(4L, 2L))), "G-single-item");
    List<String> not = verdict.summary().classification().not();
    assertTrue(not.containsAll(List.of("consistent-view", "repeatable-read")), not::toString);
  }

  @Test
  void g2ItemByAGivenOrder() {
    together("w x 1, w y 2, w z 3", "r x 1, w y 5", "r z 3, w x 4", "w z 7, w y 8");
    valid("serializable", KeyOptions.NONE);
    KeyOptions order =
        given(Map.of("x", List.of(1L, 4L), "y", List.of(2L, 8L, 5L), "z", List.of(3L, 7L)));
    Verdict verdict = invalid("serializable", order, "G2-item");
    // All that are in the cycle write.
    assertEquals(
        List.of("repeatable-read", "update-serializable"),
        verdict.summary().classification().not());
  }

  @Test
  void g1c() {
    together("w x 1, r y 1", "w y 1, r x 1");
    valid("read-uncommitted", KeyOptions.NONE);
    Verdict verdict = invalid("read-committed", KeyOptions.NONE, "G1c");
    assertEquals(List.of("read-committed"), verdict.summary().classification().not());
    invalid("serializable", KeyOptions.NONE, "G1c");
  }

  @Test
  void writeSkew() {
    // Elle needs linearizable keys to see it; all orders of two writes are tried here.
    run(3, "w x 1, w y 1");
    run(0, "r x 1, r y 1");
    builder.add(EventType.INVOKE, 1, "txn", value("r x nil, w y 2"));
    run(2, "r y 1, w x 2");
    builder.add(EventType.OK, 1, "txn", value("r x 1, w y 2"));
    valid("read-committed", LINEARIZABLE);
    invalid("repeatable-read", LINEARIZABLE, "G2-item");
    valid("snapshot-isolation", LINEARIZABLE);
    invalid("serializable", KeyOptions.NONE, "no-update-order");
  }

  @Test
  void internal() {
    together("w x 1", "w x 2", "r x 1, r x 2");
    Verdict verdict = invalid("serializable", KeyOptions.NONE, "internal");
    assertEquals(List.of("read-atomic"), verdict.summary().classification().not());
  }

  @Test
  void initialStateComesFirst() {
    together("r x nil, r y 1", "w y 1, w x 2");
    Verdict verdict = invalid("serializable", KeyOptions.NONE, "G-single-item");
    List<String> not = verdict.summary().classification().not();
    assertTrue(not.containsAll(List.of("consistent-view", "repeatable-read")), not::toString);
  }

  @Test
  void writesFollowReads() {
    // Elle: valid without wfr-keys. In the other order the first would have read what was yet to
    // come, which read committed forbids; so the assumption is none.
    together("w y 1", "r y 1, w x 1, w y 2", "r x 1, r y 1");
    invalid("serializable", KeyOptions.NONE, "G-single-item");
    invalid("serializable", WFR, "G-single-item");
  }

  @Test
  void onlyReadUncommittedNeedsToAssumeThatWritesFollowReads() {
    together("w x 1, r y 2, w y 3", "w y 2, r x 1, w x 4");
    valid("read-uncommitted", KeyOptions.NONE);
    invalid("read-uncommitted", WFR, "G0");
    invalid("read-committed", KeyOptions.NONE, "G1c");
  }

  @Test
  void cyclicVersions() {
    // Elle: cyclic-versions, not read-uncommitted. See readOfWhatWasOverwritten.
    run(0, "w x 1");
    run(0, "w x 2");
    run(0, "r x 1");
    assertBroken(valid("serializable", SEQUENTIAL), "sequential-keys", "x");
    invalid("strong-session-serializable", SEQUENTIAL, "non-causal-read-process");
  }

  @Test
  void processesThatReadEachOthersWritesInsteadOfTheirOwn() {
    // Elle rules out no promise to sessions.
    run(0, "w x 1");
    run(1, "w x 2");
    run(0, "r x 2");
    run(1, "r x 1");
    invalid("read-your-writes", KeyOptions.NONE, "unread-own-write");
    valid("monotonic-reads", KeyOptions.NONE);
  }

  @Test
  void processesThatReadAKeyInOppositeOrders() {
    together("w x 1", "w x 2");
    run(3, "r x 1");
    run(4, "r x 2");
    run(3, "r x 2");
    run(4, "r x 1");
    invalid("monotonic-reads", KeyOptions.NONE, "backward-read");
    invalid("PRAM", KeyOptions.NONE, "backward-read");
    valid("read-your-writes", KeyOptions.NONE);
  }

  @Test
  void lostUpdate() {
    together("w x 0", "r x 0, w x 1", "r x 0, w x 2");
    Verdict verdict = invalid("snapshot-isolation", KeyOptions.NONE, "lost-update");
    List<String> not = verdict.summary().classification().not();
    assertTrue(not.containsAll(List.of("update-atomic", "cursor-stability")), not::toString);
  }

  @Test
  void twoContradictionsOnOneKey() {
    // Elle: G1c-realtime and two cyclic-versions, not read-uncommitted. The first is there by the
    // order of the process alone, and with wfr-keys without a read, too; of the others, one is
    // told: then the key does without.
    run(0, "w x 1");
    run(0, "r x 1");
    run(0, "r x nil");
    run(0, "r x 4, w x 3");
    run(0, "w x 4");
    KeyOptions both = KeyOptions.of(KeyAssumption.WRITES_FOLLOW_READS, KeyAssumption.LINEARIZABLE);
    Verdict verdict = invalid("strict-serializable", both, "G0-process");
    invalid("strict-serializable", LINEARIZABLE, "G1c-process");
    assertBroken(verdict, "linearizable-keys", "x");
    valid("read-uncommitted", both);
  }

  @Test
  void noCycleOfVersionsWhereThereIsNone() {
    run(0, "");
    builder.add(EventType.INVOKE, 0, "txn", value("r 1 nil"));
    builder.add(EventType.INVOKE, 1, "txn", value("w 1 4"));
    builder.add(EventType.INVOKE, 2, "txn", value(""));
    builder.add(EventType.OK, 0, "txn", value("r 1 nil"));
    builder.add(EventType.OK, 1, "txn", value("w 1 4"));
    builder.add(EventType.OK, 2, "txn", value(""));
    run(0, "");
    run(0, "r 1 4");
    Verdict verdict = valid("strict-serializable", LINEARIZABLE);
    assertTrue(
        verdict.summary().classification().notes().stream()
            .noneMatch(note -> note.contains("does not hold")),
        verdict::toString);
  }
}
