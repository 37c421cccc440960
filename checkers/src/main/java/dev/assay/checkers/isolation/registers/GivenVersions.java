package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;

/**
 * Which versions of a key the values in an order that was given stand for. Only those that others
 * may read have a place: what a transaction wrote last, if it took effect.
 */
final class GivenVersions {
  /** Why a value has no place. */
  enum Fault {
    UNWRITTEN,
    /** Several wrote it, nobody knows which of them is meant. */
    SHARED,
    FAILED,
    /** Nobody read it of a transaction of which nobody knows whether it took effect. */
    UNSEEN,
    /** Its own transaction wrote the key again: whoever reads it read too early. */
    INTERMEDIATE
  }

  private final Registers registers;
  private final Transactions transactions;
  private final VersionTable versions;
  private final int key;

  GivenVersions(Registers registers, int key) {
    this.registers = registers;
    this.key = key;
    transactions = registers.transactions();
    versions = registers.versionsOf(key);
  }

  /** The version of a value, or a negative number: minus one less the place of its fault. */
  int of(Object value) {
    int id = transactions.history().values().find(value);
    int version = id <= 0 ? VersionTable.NONE : versions.find(key, id);
    if (version == VersionTable.NONE) {
      return fault(Fault.UNWRITTEN);
    }
    if (version < 0) {
      return fault(Fault.SHARED);
    }
    int writer = registers.writer(version);
    if (!registers.committed()[writer]) {
      return fault(transactions.isFailed(writer) ? Fault.FAILED : Fault.UNSEEN);
    }
    return registers.isFinal(key, version) ? version : fault(Fault.INTERMEDIATE);
  }

  /** The fault that a negative number stands for. */
  static Fault fault(int number) {
    return Fault.values()[-1 - number];
  }

  private static int fault(Fault fault) {
    return -1 - fault.ordinal();
  }
}
