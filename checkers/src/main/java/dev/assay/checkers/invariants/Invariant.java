package dev.assay.checkers.invariants;

/** One rule, judged on the operations of one object. */
interface Invariant {
  /** The workload's name, Jepsen's where it has one. */
  String workload();

  /** What a system that breaks the rule cannot claim: a consistency model, or the rule itself. */
  String consistency();

  /** What a history has to contain to be judged at all: the end of "nothing to judge: …". */
  String needs();

  /** Whether it compares what clients of different processes did before and after each other. */
  boolean needsRealTime();

  /**
   * Judges the operations of one object and tells what it finds.
   *
   * @throws UndecidedException when a value has not the shape that the workload prescribes, or the
   *     budget is spent
   */
  void judge(Part part, Findings findings);
}
