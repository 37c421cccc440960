package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds again why two transactions depend on each other. The graph does not keep it: only the few
 * edges of cycles that are told are ever asked for. O(micro-operations of the keys they share).
 */
final class EdgeReasons {
  private static final int NONE = KeyScan.NONE;

  private final KeyScan scan;
  private final Transactions transactions;
  private final MicroOpsByKey byKey;
  private final MicroOps microOps;

  EdgeReasons(KeyScan scan) {
    this.scan = scan;
    transactions = scan.transactions;
    byKey = scan.byKey;
    microOps = scan.microOps;
  }

  /**
   * The first reason in the order of {@code to}'s micro-operations; a read of the very version that
   * {@code from} wrote before one that shows more.
   */
  Optional<CycleEdge> reason(int from, int to, int kind) {
    if (kind == Edge.WR) {
      Optional<CycleEdge> exact = reason(from, to, kind, true);
      if (exact.isPresent()) {
        return exact;
      }
    }
    return reason(from, to, kind, false);
  }

  private Optional<CycleEdge> reason(int from, int to, int kind, boolean isExact) {
    for (int mop = transactions.start(to); mop < transactions.end(to); mop++) {
      int key = transactions.key(mop);
      if (!touches(from, key)) {
        continue;
      }
      if (scan.key() != key) {
        scan.turnTo(key);
      }
      @Nullable CycleEdge found =
          switch (kind) {
            case Edge.WW -> overwrites(from, to, mop);
            case Edge.WR -> reads(from, to, mop, isExact);
            case Edge.RW -> overwritesRead(from, to, mop);
            default -> null;
          };
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private boolean touches(int txn, int key) {
    for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
      if (transactions.key(mop) == key) {
        return true;
      }
    }
    return false;
  }

  /** The last element of {@code from} before that of {@code to}, in a list that shows it. */
  private @Nullable CycleEdge overwrites(int from, int to, int append) {
    if (microOps.kind(append) != MicroOps.APPEND || scan.longest() == NONE) {
      return null;
    }
    int after = microOps.value(append);
    int position = scan.position(after);
    int until = position == NONE ? scan.orderSize() : position;
    for (int i = until - 1; i >= 0; i--) {
      int before = scan.elementAt(i);
      if (scan.appender(before) == from) {
        return edge(
            Edge.WW,
            from,
            to,
            before,
            after,
            ref(scan.placeOfAppend(before)),
            transactions.ref(to, append),
            ref(scan.longest()));
      }
    }
    return null;
  }

  private @Nullable CycleEdge reads(int from, int to, int read, boolean isExact) {
    if (!scan.isObserved(to, read)) {
      return null;
    }
    int last = isExact ? scan.externalElement(to, read) : NONE;
    if (isExact && (last == NONE || scan.appender(last) != from)) {
      return null;
    }
    for (int i = microOps.listEnd(read) - 1; i >= microOps.listStart(read); i--) {
      int element = microOps.element(i);
      if (scan.appender(element) == from) {
        return edge(
            Edge.WR,
            from,
            to,
            element,
            element,
            ref(scan.placeOfAppend(element)),
            transactions.ref(to, read),
            null);
      }
    }
    return null;
  }

  /** A read of {@code from} that does not show what {@code to} appended. */
  private @Nullable CycleEdge overwritesRead(int from, int to, int append) {
    if (microOps.kind(append) != MicroOps.APPEND) {
      return null;
    }
    int after = microOps.value(append);
    for (int mop = transactions.start(from); mop < transactions.end(from); mop++) {
      if (transactions.key(mop) == scan.key()
          && scan.isObserved(from, mop)
          && isBehind(from, mop, after)) {
        int before = scan.externalElement(from, mop);
        return edge(
            Edge.RW,
            from,
            to,
            before,
            after,
            transactions.ref(from, mop),
            transactions.ref(to, append),
            scan.longest() == NONE ? null : ref(scan.longest()));
      }
    }
    return null;
  }

  /** Whether the element comes after all that the read saw. */
  private boolean isBehind(int reader, int read, int element) {
    // Of a read that shows the reader's own appends alone everything of others comes behind.
    boolean sawOthers = scan.externalElement(reader, read) != NONE;
    int seen = sawOthers ? scan.furthest(read) : NONE;
    int position = scan.position(element);
    boolean isKnown = seen != NONE || !sawOthers;
    return isKnown && (position == NONE ? !scan.shows(read, element) : position > seen);
  }

  private CycleEdge edge(
      int kind,
      int from,
      int to,
      int before,
      int after,
      MicroOpRef first,
      MicroOpRef second,
      @Nullable MicroOpRef witness) {
    return new CycleEdge(
        Edge.name(kind),
        transactions.invocation(from),
        transactions.invocation(to),
        transactions.keyValue(scan.key()),
        before == NONE ? null : transactions.history().values().get(before),
        transactions.history().values().get(after),
        first,
        second,
        witness);
  }

  private MicroOpRef ref(int place) {
    return transactions.ref(byKey.txn(place), byKey.mop(place));
  }
}
