package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyOptions;
import dev.assay.histories.EventType;
import org.junit.jupiter.api.Test;

/** Where other checkers of registers were found to be wrong, each by the name of the checker. */
class PeerDefectsTest extends RegisterCases {
  /** AWDIT's initial state is not ordered before the sessions: consistent at read committed. */
  @Test
  void awditStaleReadOfTheInitialStateInOneTransaction() {
    run(0, "w x 1, w y 1");
    run(1, "r x 1, r y nil");
    invalid("monotonic-atomic-view", KeyOptions.NONE, "non-monotonic-read");
    valid("read-committed", KeyOptions.NONE);
  }

  /** AWDIT, the same over two steps: causally consistent. */
  @Test
  void awditStaleReadOfTheInitialStateOverTwoSteps() {
    run(0, "w x 1");
    run(1, "r x 1, w y 1");
    run(2, "r y 1, r x nil");
    invalid("causal-cerone", KeyOptions.NONE, "non-causal-read");
    valid("read-atomic", KeyOptions.NONE);
  }

  /**
   * AWDIT takes the last of two writes of a value and goes on: it may accuse who read the first.
   */
  @Test
  void awditTwoWritesOfAValue() {
    run(0, "w x 1, w y 1");
    run(1, "r x 1, r y 1");
    run(2, "w x 1");
    run(3, "r x 1, r y 1");
    valid("strict-serializable", KeyOptions.NONE);
  }

  /** Plume's read committed returns before it looks at the order of reads in a transaction. */
  @Test
  void plumeReadsInTheirOrder() {
    run(0, "r x nil, w x 1, r y nil, w y 1");
    run(1, "r x 1, r y nil");
    invalid("monotonic-atomic-view", KeyOptions.NONE, "non-monotonic-read");
  }

  /** Plume misses some fractured reads: here the older version is read first. */
  @Test
  void plumeFracturedRead() {
    run(0, "w x 1, w y 1");
    run(1, "r y nil, r x 1");
    invalid("read-atomic", KeyOptions.NONE, "fractured-read");
    valid("monotonic-atomic-view", KeyOptions.NONE);
  }

  /** dbcop makes an edge from a transaction to itself of two reads from one writer. */
  @Test
  void dbcopTwoReadsFromOneWriter() {
    run(0, "w x 1, w y 1");
    run(1, "r x 1, r x 1, r y 1");
    valid("strict-serializable", KeyOptions.NONE);
  }

  /** dbcop lets a session read the initial state again after it wrote. */
  @Test
  void dbcopStaleReadOfTheInitialState() {
    run(0, "w x 1");
    run(0, "r x nil");
    invalid("strong-session-serializable", KeyOptions.NONE, "unread-own-write");
    invalid("strong-session-snapshot-isolation", KeyOptions.NONE, "unread-own-write");
    valid("serializable", KeyOptions.NONE);
  }

  /** Elle looks at writes that completed alone: a read of another depends on nothing. */
  @Test
  void elleReadOfAWriteOfUnknownOutcome() {
    builder.add(EventType.INVOKE, 0, "txn", value("w x 1, w y 1"));
    builder.add(EventType.INFO, 0, "txn", value("w x 1, w y 1"));
    run(1, "r y nil, r x 1");
    invalid("read-atomic", KeyOptions.NONE, "fractured-read");
  }

  /** Elle drops an assumption for all keys as soon as it contradicts itself on one. */
  @Test
  void elleAnAssumptionThatIsBrokenOnOneKeyHoldsOnOthers() {
    run(0, "w x 1");
    run(0, "w x 2");
    run(1, "r x 2");
    run(1, "r x 1");
    run(2, "w y 1");
    builder.add(EventType.INVOKE, 5, "txn", value("r z 1, r y 1"));
    run(3, "w y 2");
    run(4, "r y 2, w z 1");
    builder.add(EventType.OK, 5, "txn", value("r z 1, r y 1"));
    invalid("serializable", LINEARIZABLE, "non-causal-read");
    valid("serializable", KeyOptions.NONE);
  }

  /** Elle without options finds neither skew nor fractured reads where registers are not nil. */
  @Test
  void elleSkewFromWrittenState() {
    run(0, "w x 1, w y 1");
    together("r x 1, r y 1, w x 2", "r x 1, r y 1, w y 2");
    invalid("serializable", KeyOptions.NONE, "G2-item");
    valid("snapshot-isolation", KeyOptions.NONE);
  }
}
