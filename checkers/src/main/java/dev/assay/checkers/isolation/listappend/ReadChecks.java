package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.MicroOpsByKey;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.List;

/**
 * What is wrong with the reads of a key without looking at cycles, and which transactions of
 * unknown outcome were seen to have taken effect.
 *
 * <p>A read that is a prefix of the longest is compared with it once and then known by its length;
 * only the others are looked at element by element. Linear in the lists that were read.
 */
final class ReadChecks {
  private static final int NONE = KeyScan.NONE;

  private final KeyScan scan;
  private final Transactions transactions;
  private final MicroOpsByKey byKey;
  private final MicroOps microOps;
  private final boolean[] committed;
  private final Findings findings;

  /** By value id, stamped with a number of a read: to find repetitions. */
  private final int[] seenStamp;

  private int reads;

  /**
   * Of the longest list: the first index of an element that nobody, or that a failed one, wrote.
   */
  private int firstGarbage;

  private int firstAborted;

  /** By length of what was read: the first place that read it before appending, + 1. */
  private int[] updaterOf = new int[64];

  private boolean[] updateLost = new boolean[64];
  private boolean orderIsIncompatible;

  ReadChecks(KeyScan scan, boolean[] committed, Findings findings) {
    this.scan = scan;
    this.committed = committed;
    this.findings = findings;
    transactions = scan.transactions;
    byKey = scan.byKey;
    microOps = scan.microOps;
    seenStamp = new int[transactions.history().values().size()];
  }

  /**
   * Checks the key that the scan has turned to.
   *
   * @return whether every list that was read is the beginning of the longest, without repetitions
   */
  boolean check() {
    prepareLongest();
    int key = scan.key();
    for (int first = byKey.start(key); first < byKey.end(key); ) {
      int end = scan.endOfTransaction(first);
      if (transactions.isOk(byKey.txn(first))) {
        checkTransaction(first, end);
      }
      first = end;
    }
    ownOrders();
    dirtyUpdates();
    return !orderIsIncompatible && scan.firstRepeated() == Integer.MAX_VALUE;
  }

  private void prepareLongest() {
    firstGarbage = Integer.MAX_VALUE;
    firstAborted = Integer.MAX_VALUE;
    orderIsIncompatible = false;
    int size = scan.longest() == NONE ? 0 : scan.size(byKey.mop(scan.longest()));
    if (updaterOf.length <= size) {
      updaterOf = new int[Math.max(size + 1, updaterOf.length * 2)];
      updateLost = new boolean[updaterOf.length];
    } else {
      Arrays.fill(updaterOf, 0, size + 1, 0);
      Arrays.fill(updateLost, 0, size + 1, false);
    }
    for (int i = 0; i < size; i++) {
      int element = microOps.element(microOps.listStart(byKey.mop(scan.longest())) + i);
      int writer = scan.appender(element);
      if (writer == NONE) {
        firstGarbage = Math.min(firstGarbage, i);
      } else if (transactions.isFailed(writer)) {
        firstAborted = Math.min(firstAborted, i);
      } else {
        committed[writer] = true;
      }
    }
  }

  /** The places of one transaction on this key, in its order. */
  private void checkTransaction(int first, int end) {
    int base = NONE;
    int ownSince = 0;
    boolean isUpdate = false;
    boolean hasOther = false;
    int prefixSizeMax = 0;
    for (int at = first; at < end; at++) {
      int mop = byKey.mop(at);
      if (microOps.kind(mop) == MicroOps.APPEND) {
        isUpdate |= microOps.kind(byKey.mop(first)) == MicroOps.READ;
        ownSince++;
        if (hasOther || (0 <= position(mop) && position(mop) < prefixSizeMax)) {
          futureRead(first, at);
        }
        continue;
      }
      boolean isPrefix = scan.isPrefix(mop);
      hasOther |= !isPrefix;
      prefixSizeMax = Math.max(prefixSizeMax, scan.size(mop));
      checkRead(at, mop, isPrefix);
      if (!isExpected(base, ownSince, at, first) && findings.count(AnomalyType.INTERNAL)) {
        findings.keep(evidence(AnomalyType.INTERNAL, NONE, at, base == NONE ? at - 1 : base));
      }
      base = at;
      ownSince = 0;
    }
    if (isUpdate) {
      lostUpdate(first);
    }
  }

  private int position(int append) {
    return scan.position(microOps.value(append));
  }

  private void checkRead(int at, int mop, boolean isPrefix) {
    boolean isRepeated;
    if (isPrefix) {
      int size = scan.size(mop);
      isRepeated = size > scan.firstRepeated();
      if (size > firstGarbage) {
        report(AnomalyType.GARBAGE_READ, at, mop, firstGarbage);
      }
      if (size > firstAborted) {
        report(AnomalyType.G1A, at, mop, firstAborted);
      }
      if (isRepeated) {
        report(AnomalyType.DUPLICATE_ELEMENTS, at, mop, scan.firstRepeated());
      }
    } else {
      isRepeated = checkElements(at, mop);
      if (!orderIsIncompatible) {
        orderIsIncompatible = true;
        if (findings.count(AnomalyType.INCOMPATIBLE_ORDER)) {
          findings.keep(evidence(AnomalyType.INCOMPATIBLE_ORDER, NONE, at, scan.longest()));
        }
      }
    }
    // With an element that stands twice it means nothing which one is the last.
    if (!isRepeated) {
      intermediateRead(at, mop);
    }
  }

  /**
   * A list that is no prefix of the longest: every element is looked at.
   *
   * @return whether one of them is there twice
   */
  private boolean checkElements(int at, int mop) {
    int stamp = ++reads;
    int garbage = NONE;
    int aborted = NONE;
    int repeated = NONE;
    for (int i = 0; i < scan.size(mop); i++) {
      int element = microOps.element(microOps.listStart(mop) + i);
      int writer = scan.appender(element);
      if (writer == NONE) {
        garbage = garbage == NONE ? i : garbage;
      } else if (transactions.isFailed(writer)) {
        aborted = aborted == NONE ? i : aborted;
      } else {
        committed[writer] = true;
      }
      if (seenStamp[element] == stamp) {
        repeated = repeated == NONE ? i : repeated;
      }
      seenStamp[element] = stamp;
    }
    if (garbage != NONE) {
      report(AnomalyType.GARBAGE_READ, at, mop, garbage);
    }
    if (aborted != NONE) {
      report(AnomalyType.G1A, at, mop, aborted);
    }
    if (repeated != NONE) {
      report(AnomalyType.DUPLICATE_ELEMENTS, at, mop, repeated);
    }
    return repeated != NONE;
  }

  /**
   * The longest list must show what one transaction appended in the order in which it did, and what
   * it appended first if it shows what it appended next: once a key.
   */
  private void ownOrders() {
    int key = scan.key();
    int earlier = NONE;
    for (int at = byKey.start(key); at < byKey.end(key) && !orderIsIncompatible; at++) {
      if (microOps.kind(byKey.mop(at)) != MicroOps.APPEND || transactions.isFailed(byKey.txn(at))) {
        continue;
      }
      if (earlier != NONE && byKey.txn(earlier) == byKey.txn(at)) {
        int before = position(byKey.mop(earlier));
        int after = position(byKey.mop(at));
        if (after != NONE && (before == NONE || before > after)) {
          orderIsIncompatible = true;
          if (findings.count(AnomalyType.INCOMPATIBLE_ORDER)) {
            int element = microOps.value(byKey.mop(at));
            findings.keep(
                evidence(AnomalyType.INCOMPATIBLE_ORDER, element, scan.longest(), earlier, at));
          }
        }
      }
      earlier = at;
    }
  }

  private void report(AnomalyType type, int at, int mop, int index) {
    if (findings.count(type)) {
      int element = microOps.element(microOps.listStart(mop) + index);
      int writer = scan.placeOfAppend(element);
      findings.keep(
          type == AnomalyType.G1A
              ? evidence(type, element, at, writer)
              : evidence(type, element, at));
    }
  }

  /** G1b: the version read is one that its writer overwrote itself. */
  private void intermediateRead(int at, int mop) {
    int element = scan.externalElement(byKey.txn(at), mop);
    int place = element == NONE ? NONE : scan.placeOfAppend(element);
    if (place == NONE || transactions.isFailed(byKey.txn(place))) {
      return;
    }
    int end = scan.endOfTransaction(place);
    for (int later = place + 1; later < end; later++) {
      if (microOps.kind(byKey.mop(later)) == MicroOps.APPEND) {
        // A list in the wrong order may end with one and still show what came after it.
        if (!scan.shows(mop, microOps.value(byKey.mop(later))) && findings.count(AnomalyType.G1B)) {
          findings.keep(evidence(AnomalyType.G1B, element, at, place, later));
        }
        return;
      }
    }
  }

  /** Whether a read shows what the transaction read and appended itself before. */
  private boolean isExpected(int base, int ownSince, int at, int first) {
    int mop = byKey.mop(at);
    int size = scan.size(mop);
    int own = base == NONE ? at - first : ownSince;
    int known = base == NONE ? 0 : scan.size(byKey.mop(base));
    if (base == NONE ? size < own : size != known + own) {
      return false;
    }
    int start = microOps.listStart(mop);
    for (int i = 0; i < known; i++) {
      if (microOps.element(start + i)
          != microOps.element(microOps.listStart(byKey.mop(base)) + i)) {
        return false;
      }
    }
    for (int i = 0; i < own; i++) {
      if (microOps.element(start + size - own + i) != microOps.value(byKey.mop(at - own + i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an earlier read of the same transaction saw what it appends at this place. */
  private void futureRead(int first, int append) {
    int element = microOps.value(byKey.mop(append));
    for (int at = first; at < append; at++) {
      int mop = byKey.mop(at);
      if (microOps.kind(mop) != MicroOps.READ) {
        continue;
      }
      for (int i = microOps.listEnd(mop) - 1; i >= microOps.listStart(mop); i--) {
        if (microOps.element(i) == element) {
          if (findings.count(AnomalyType.FUTURE_READ)) {
            findings.keep(evidence(AnomalyType.FUTURE_READ, element, at, append));
          }
          return;
        }
      }
    }
  }

  /** A transaction whose first operation on the key is a read, and that appends afterwards. */
  private void lostUpdate(int first) {
    int mop = byKey.mop(first);
    if (!scan.isPrefix(mop)) {
      return;
    }
    int size = scan.size(mop);
    if (updaterOf[size] == 0) {
      updaterOf[size] = first + 1;
    } else if (!updateLost[size]) {
      updateLost[size] = true;
      if (findings.count(AnomalyType.LOST_UPDATE)) {
        findings.keep(evidence(AnomalyType.LOST_UPDATE, NONE, first, updaterOf[size] - 1));
      }
    }
  }

  /** An element of a failed transaction, and on top of it one of a transaction that completed. */
  private void dirtyUpdates() {
    int aborted = NONE;
    for (int position = 0; position < scan.orderSize(); position++) {
      int element = scan.elementAt(position);
      int writer = scan.appender(element);
      if (writer == NONE) {
        aborted = NONE;
      } else if (transactions.isFailed(writer)) {
        aborted = aborted == NONE ? element : aborted;
      } else if (transactions.isOk(writer)) {
        if (aborted != NONE && findings.count(AnomalyType.DIRTY_UPDATE)) {
          findings.keep(
              evidence(
                  AnomalyType.DIRTY_UPDATE,
                  aborted,
                  scan.longest(),
                  scan.placeOfAppend(aborted),
                  scan.placeOfAppend(element)));
        }
        aborted = NONE;
      }
    }
  }

  private Evidence evidence(AnomalyType type, int element, int... places) {
    List<MicroOpRef> refs = Arrays.stream(places).mapToObj(this::ref).toList();
    return new Evidence(
        type,
        transactions.keyValue(scan.key()),
        element == NONE ? null : transactions.history().values().get(element),
        refs);
  }

  private MicroOpRef ref(int place) {
    return transactions.ref(byKey.txn(place), byKey.mop(place));
  }
}
