package dev.assay.twophasecommit.server.txn;

import java.util.List;

/**
 * One operation of a transaction.
 *
 * @param key none of a scan, which concerns all
 * @param argument of no meaning for what only reads one key, or deletes it
 * @param modulus of a scan: it shows registers congruent to the argument by this modulus. So 1
 *     shows all, and 0, by which a number is congruent to itself alone, those that are equal
 */
public record MicroOp(Kind kind, String key, long argument, long modulus) {

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
    ABSENT,
    /** Takes the value away, if there is one. */
    DELETE,
    /** Returns all keys, of all nodes, whose registers match a predicate. */
    SCAN
  }

  /** An operation on one key. */
  public MicroOp(Kind kind, String key, long argument) {
    this(kind, key, argument, 0);
  }

  /** Reads all registers that are congruent to the remainder by the modulus. */
  public static MicroOp scan(long modulus, long remainder) {
    return new MicroOp(Kind.SCAN, "", remainder, modulus);
  }

  /** Whether it changes nothing. */
  boolean isRead() {
    return kind == Kind.READ || kind == Kind.ABSENT || isScan();
  }

  /** Whether it is a read by predicate. */
  public boolean isScan() {
    return kind == Kind.SCAN;
  }

  /** Whether a scan shows what holds this value. */
  boolean matches(List<Long> value) {
    long register = value.getLast();
    return modulus == 0
        ? register == argument
        : Math.floorMod(register, modulus) == Math.floorMod(argument, modulus);
  }
}
