package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says by which micro-operations two transactions depend on each other. */
final class RegisterReasons {
  private static final int NONE = -1;

  private final RwRegister inferred;
  private final Registers registers;
  private final Transactions transactions;
  private final Reads reads;
  private final @Nullable AssumedReasons assumed;
  private final boolean ofUpdates;

  RegisterReasons(RwRegister inferred) {
    this(inferred, false);
  }

  /**
   * Reasons that a model accepts.
   *
   * @param ofUpdates whether a transaction is only overwritten in keys that it writes, too: the
   *     same two may also be read and written in another key, which is no reason then
   */
  RegisterReasons(RwRegister inferred, boolean ofUpdates) {
    this.inferred = inferred;
    this.ofUpdates = ofUpdates;
    registers = inferred.registers();
    transactions = registers.transactions();
    reads = inferred.reads();
    assumed = inferred.assumed();
  }

  /** Why the inferred graph has an edge of this kind between two transactions, if it has. */
  Optional<CycleEdge> reason(int from, int to, int kind) {
    return switch (kind) {
      case Edge.WR -> readOf(from, to).or(() -> repeatOf(from, to));
      case Edge.WW -> assumed == null ? Optional.empty() : assumed.overwrite(from, to);
      case Edge.RW ->
          ofUpdates ? certainAnti(from, to) : certainAnti(from, to).or(() -> assumedAnti(from, to));
      default -> Optional.empty();
    };
  }

  private Optional<CycleEdge> assumedAnti(int from, int to) {
    return assumed == null ? Optional.empty() : assumed.anti(from, to, reads);
  }

  /** A read by the second of what the first wrote. */
  private Optional<CycleEdge> readOf(int from, int to) {
    for (int at = reads.start(to); at < reads.end(to); at++) {
      int version = reads.version(at);
      if (version >= 0 && registers.writer(version) == from) {
        MicroOpRef first = transactions.ref(from, registers.mop(version));
        MicroOpRef read = transactions.ref(to, reads.mop(at));
        return Optional.of(edge("wr", from, to, version, reads.mop(at), first, read, null));
      }
    }
    return Optional.empty();
  }

  /** A read by the second of what the first wrote, though it knew another value already. */
  private Optional<CycleEdge> repeatOf(int from, int to) {
    for (int m = transactions.start(to); m < transactions.end(to); m++) {
      int version = registers.isWrite(m) ? NONE : registers.read(to, m);
      if (version >= 0 && registers.writer(version) == from) {
        MicroOpRef first = transactions.ref(from, registers.mop(version));
        return Optional.of(edge("wr", from, to, version, m, first, transactions.ref(to, m), null));
      }
    }
    return Optional.empty();
  }

  /** The first read nil, or the second itself read the same version and overwrote it. */
  private Optional<CycleEdge> certainAnti(int from, int to) {
    for (int at = reads.start(from); at < reads.end(from); at++) {
      int key = transactions.key(reads.mop(at));
      int write = inferred.write(to, key);
      if (write == NONE || !counts(from, key)) {
        continue;
      }
      int same = readOf(to, reads.version(at), key);
      if (reads.version(at) == Registers.INITIAL || same != NONE) {
        return Optional.of(
            anti(from, to, at, write, same == NONE ? null : transactions.ref(to, same)));
      }
    }
    return Optional.empty();
  }

  private boolean counts(int reader, int key) {
    return !ofUpdates || inferred.write(reader, key) != NONE;
  }

  /** The micro-operation by which a transaction read a version of a key, or -1. */
  private int readOf(int txn, int version, int key) {
    for (int at = reads.start(txn); at < reads.end(txn); at++) {
      if (reads.version(at) == version && transactions.key(reads.mop(at)) == key) {
        return reads.mop(at);
      }
    }
    return NONE;
  }

  /** The first read what a writer wrote that comes before the second, a writer of the key, too. */
  Optional<CycleEdge> antiByOrder(int from, int to, int writer) {
    for (int at = reads.start(from); at < reads.end(from); at++) {
      int version = reads.version(at);
      int key = transactions.key(reads.mop(at));
      int write = inferred.write(to, key);
      boolean isAfter = version >= 0 && registers.writer(version) == writer;
      if (isAfter && write != NONE && counts(from, key)) {
        return Optional.of(anti(from, to, at, write, null));
      }
    }
    return Optional.empty();
  }

  /** Both wrote a key. */
  Optional<CycleEdge> overwriteByOrder(int from, int to) {
    for (int m = transactions.start(from); m < transactions.end(from); m++) {
      int write = registers.isWrite(m) ? inferred.write(to, transactions.key(m)) : NONE;
      if (write != NONE) {
        int mine = inferred.write(from, transactions.key(m));
        MicroOpRef first = transactions.ref(from, mine);
        MicroOpRef second = transactions.ref(to, write);
        int version = registers.written(from, mine);
        return Optional.of(edge("ww", from, to, version, write, first, second, null));
      }
    }
    return Optional.empty();
  }

  private CycleEdge anti(int from, int to, int at, int write, @Nullable MicroOpRef witness) {
    MicroOpRef first = transactions.ref(from, reads.mop(at));
    MicroOpRef second = transactions.ref(to, write);
    return edge("rw", from, to, reads.version(at), write, first, second, witness);
  }

  private CycleEdge edge(
      String kind,
      int from,
      int to,
      int version,
      int after,
      MicroOpRef first,
      MicroOpRef second,
      @Nullable MicroOpRef witness) {
    return new CycleEdge(
        kind,
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(transactions.key(after)),
        version < 0 ? null : value(registers.mop(version)),
        value(after),
        first,
        second,
        witness);
  }

  private @Nullable Object value(int mop) {
    return transactions.history().values().get(transactions.microOps().value(mop));
  }
}
