package dev.assay.twophasecommit.server.txn;

/**
 * One operation of a transaction.
 *
 * @param argument of no meaning for what only reads
 */
public record MicroOp(Kind kind, String key, long argument) {

  /** What there is to do with a key, whose value is a list of numbers or none. */
  public enum Kind {
    /** Returns the value. */
    READ,
    /** Makes the value a list of the one argument: a register is such a list. */
    WRITE,
    /** Puts the argument at the value's end. */
    APPEND,
    /** Adds the argument to a register, 0 if none; the transaction fails below 0. */
    ADD,
    /** Makes the value a list of the one argument, if there is none. */
    INIT,
    /** Reads that there is no value; the transaction fails if there is one. */
    ABSENT
  }

  /** Whether it changes nothing. */
  boolean isRead() {
    return kind == Kind.READ || kind == Kind.ABSENT;
  }
}
