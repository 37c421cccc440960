package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.RegisterFacts.Version;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.List;

/**
 * Verifies the anomalies of registers that a few micro-operations show, each by its definition: the
 * first is always a read that completed. Linear in the history.
 */
final class RegisterConflictVerifier {
  private final History history;
  private final ConflictingOperations claim;
  private final List<MicroOpRef> refs;
  private final RegisterFacts facts;
  private final MicroOps microOps;

  private RegisterConflictVerifier(History history, ConflictingOperations claim) {
    this.history = history;
    this.claim = claim;
    refs = claim.microOps();
    facts = new RegisterFacts(history);
    microOps = history.microOps();
  }

  static Verification verify(History history, ConflictingOperations claim) {
    return new RegisterConflictVerifier(history, claim).verify();
  }

  private Verification verify() {
    int key = history.values().find(claim.key());
    for (MicroOpRef ref : refs) {
      int mop = facts.mop(ref);
      if (mop < 0 || microOps.key(mop) != key) {
        return Verification.reject("there is no such micro-operation on the key: " + ref);
      }
      facts.want(facts.versionOf(mop));
    }
    facts.collect();
    boolean holds =
        !refs.isEmpty()
            && facts.isRead(refs.get(0))
            && switch (claim.anomaly()) {
              case "garbage-read" -> !isNil(0) && facts.hasNoWriter(version(0));
              case "G1a" ->
                  refs.size() == 2
                      && isReadOf(1)
                      && !facts.tookEffect(refs.get(1).transaction())
                      && history.outcome(refs.get(1).transaction()) == EventType.FAIL;
              case "G1b" -> refs.size() == 3 && isReadOf(1) && !isSame(0, 1) && isOverwrittenBy(2);
              case "future-read" ->
                  refs.size() == 2
                      && isReadOf(1)
                      && isSame(0, 1)
                      && refs.get(0).index() < refs.get(1).index();
              case "internal" -> refs.size() == 2 && isUnexpected();
              case "overlooked-write" -> refs.size() == 2 && isOverlooked();
              case "lost-update" ->
                  refs.size() == 2
                      && !isSame(0, 1)
                      && facts.isRead(refs.get(1))
                      && version(0).equals(version(1))
                      && isFirstAndUpdates(0)
                      && isFirstAndUpdates(1);
              default -> false;
            };
    return holds
        ? Verification.accept("micro-operations that show " + claim.anomaly())
        : Verification.reject("the micro-operations do not show " + claim.anomaly());
  }

  private Version version(int i) {
    return facts.versionOf(facts.mop(refs.get(i)));
  }

  private boolean isNil(int i) {
    return microOps.value(facts.mop(refs.get(i))) == 0;
  }

  private boolean isSame(int i, int j) {
    return refs.get(i).transaction() == refs.get(j).transaction();
  }

  /** Whether the first read what this one, and no other, wrote. */
  private boolean isReadOf(int i) {
    return facts.isWrite(refs.get(i))
        && version(0).equals(version(i))
        && facts.onlyWriter(version(0)) == refs.get(i).transaction();
  }

  private boolean isOverwrittenBy(int i) {
    return facts.isWrite(refs.get(i))
        && isSame(i - 1, i)
        && refs.get(i - 1).index() < refs.get(i).index();
  }

  /** The second is the last operation on the key before the read, and not of the value read. */
  private boolean isUnexpected() {
    int from = facts.mop(refs.get(1));
    if (!isSame(0, 1)
        || refs.get(1).index() >= refs.get(0).index()
        || version(0).equals(version(1))) {
      return false;
    }
    for (int mop = from + 1; mop < facts.mop(refs.get(0)); mop++) {
      if (microOps.key(mop) == microOps.key(from)) {
        return false;
      }
    }
    return true;
  }

  /** The second is the last write of the key before the read, and not of the value read. */
  private boolean isOverlooked() {
    int from = facts.mop(refs.get(1));
    if (!isSame(0, 1)
        || !facts.isWrite(refs.get(1))
        || refs.get(1).index() >= refs.get(0).index()
        || version(0).equals(version(1))) {
      return false;
    }
    for (int mop = from + 1; mop < facts.mop(refs.get(0)); mop++) {
      if (microOps.kind(mop) == MicroOps.WRITE && microOps.key(mop) == microOps.key(from)) {
        return false;
      }
    }
    return true;
  }

  private boolean isFirstAndUpdates(int i) {
    MicroOpRef ref = refs.get(i);
    boolean updates = false;
    for (int mop = microOps.start(ref.event()); mop < microOps.end(ref.event()); mop++) {
      if (microOps.key(mop) == microOps.key(facts.mop(ref))) {
        if (mop < facts.mop(ref)) {
          return false;
        }
        updates |= microOps.kind(mop) == MicroOps.WRITE;
      }
    }
    return updates;
  }
}
