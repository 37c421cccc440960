package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.PredicateFacts.Mop;
import dev.assay.checkers.certificates.PredicateFacts.Version;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies dependencies and conflicts of transactions with predicate reads (Adya 1999, section
 * 4.3): of a key that it does not show, a predicate read saw a version that does not match. Each
 * rule looks through the history: linear for a piece of evidence.
 */
final class PredicateRules {
  private final History history;
  private final PredicateFacts facts;

  PredicateRules(History history) {
    this.history = history;
    facts = new PredicateFacts(history);
  }

  /** Verifies the edges of a cycle, whose shape has been looked at. */
  Verification verify(List<CycleEdge> edges) {
    return DependencyEdges.verify(history, edges, this::tookEffect, this::isDependency);
  }

  private boolean isDependency(CycleEdge edge) {
    return switch (edge.kind()) {
      case "wr" -> isReadFrom(edge);
      case "rw" -> isOverwritten(edge);
      case "wrp" -> isUnshown(edge, edge.second(), edge.to(), edge.first(), edge.from());
      case "rwp" -> isUnshown(edge, edge.first(), edge.from(), edge.second(), edge.to());
      default -> false;
    };
  }

  private boolean isReadFrom(CycleEdge edge) {
    Object key = edge.key();
    if (key == null) {
      // What the init made is there before all else.
      return isInit(edge.from()) && edge.first() == null && edge.second() == null;
    }
    Version version = readVersion(edge.second(), edge.to(), key);
    return version != null
        && version.writer() == edge.from()
        && (isInit(edge.from()) || isWrite(edge.first(), edge.from(), key));
  }

  private boolean isOverwritten(CycleEdge edge) {
    Object key = edge.key();
    if (key == null || !isObservation(edge.first(), edge.from(), key)) {
      return false;
    }
    List<Version> versions = facts.versions(key);
    if (isInit(edge.to())) {
      return observed(edge.first(), key) == null
          && versions.get(0).writer() == edge.to()
          && versions.stream().noneMatch(v -> v.value() == null && v.writer() != edge.from());
    }
    Version read = readVersion(edge.first(), edge.from(), key);
    Version written = facts.by(edge.to(), key);
    return read != null
        && written != null
        && isWrite(edge.second(), edge.to(), key)
        && PredicateFacts.isBefore(read, written, versions, facts.sources(key, versions));
  }

  /** Whether a predicate read that does not show a key came after its writer, or before. */
  private boolean isUnshown(
      CycleEdge edge,
      @Nullable MicroOpRef read,
      int reader,
      @Nullable MicroOpRef write,
      int writer) {
    Object key = edge.key();
    if (key == null || !isAbsence(read, reader, key) || !isWrite(write, writer, key)) {
      return false;
    }
    List<Version> versions = facts.versions(key);
    Map<Version, Version> sources = facts.sources(key, versions);
    Version written = Objects.requireNonNull(facts.by(writer, key));
    Object predicate = mop(Objects.requireNonNull(read)).predicate();
    List<Version> unshown = PredicateFacts.unshown(versions, predicate, reader);
    if (edge.kind().equals("wrp")) {
      return unshown.contains(written)
          && unshown.stream()
              .allMatch(
                  seen ->
                      seen.equals(written)
                          || PredicateFacts.isBefore(written, seen, versions, sources));
    }
    return !unshown.isEmpty()
        && PredicateFacts.matches(predicate, written.value())
        && unshown.stream()
            .allMatch(seen -> PredicateFacts.isBefore(seen, written, versions, sources));
  }

  /** The version that a completed read of a transaction is of, where that is known. */
  private @Nullable Version readVersion(@Nullable MicroOpRef ref, int reader, Object key) {
    return isObservation(ref, reader, key) && ref != null
        ? PredicateFacts.only(facts.versions(key), observed(ref, key), reader)
        : null;
  }

  /** Verifies what a few micro-operations show: the first is always a read that completed. */
  Verification verify(ConflictingOperations claim) {
    List<MicroOpRef> refs = claim.microOps();
    Object key = claim.key();
    boolean isFit = key != null && !refs.isEmpty() && isCompletedRead(refs.get(0));
    for (int i = 1; i < refs.size(); i++) {
      isFit &= isOne(refs.get(i));
    }
    return isFit && key != null && holds(claim, refs, key)
        ? Verification.accept("micro-operations that show " + claim.anomaly())
        : Verification.reject("the micro-operations do not show " + claim.anomaly());
  }

  private boolean holds(ConflictingOperations claim, List<MicroOpRef> refs, Object key) {
    MicroOpRef read = refs.get(0);
    Object element = claim.element();
    boolean shows =
        element != null && mop(read).observes(key) && element.equals(observed(read, key));
    int size = refs.size();
    return switch (claim.anomaly()) {
      case "garbage-read" -> size == 1 && shows && writers(key, element, true).isEmpty();
      case "predicate-read-mismatch" ->
          size == 1
              && shows
              && mop(read).isPredicate()
              && !PredicateFacts.matches(mop(read).predicate(), element);
      case "G1a" ->
          size == 2
              && shows
              && writes(refs.get(1), key, element)
              && history.outcome(refs.get(1).transaction()) == EventType.FAIL
              && others(key, element, read.transaction()).isEmpty();
      case "future-read" ->
          size == 2
              && shows
              && writes(refs.get(1), key, element)
              && isLater(read, refs.get(1))
              && others(key, element, read.transaction()).isEmpty();
      case "G1b" ->
          size == 3
              && shows
              && writes(refs.get(1), key, element)
              && refs.get(1).transaction() != read.transaction()
              && history.outcome(refs.get(1).transaction()) != EventType.FAIL
              && isLater(refs.get(1), refs.get(2))
              && mop(refs.get(2)).isWriteOf(key)
              && facts.versions(key).stream()
                  .filter(version -> version.writer() != read.transaction())
                  .noneMatch(version -> Objects.equals(element, version.value()));
      case "G-single-item-process", "G-single-item-realtime", "G-single-realtime" ->
          size == 2 && isStale(claim.anomaly(), read, refs.get(1), key);
      case "overlooked-write" -> size == 2 && isOverlooked(read, refs.get(1), key);
      case "internal" ->
          size == 2
              && isLater(refs.get(1), read)
              && mop(read).observes(key)
              && mop(refs.get(1)).observes(key)
              && !facts.writesBefore(read.transaction(), read.index(), key)
              && !Objects.equals(observed(read, key), observed(refs.get(1), key));
      case "predicate-read-miss" ->
          size == 1
              && isAbsence(read, read.transaction(), key)
              && PredicateFacts.unshown(
                      facts.versions(key), mop(read).predicate(), read.transaction())
                  .isEmpty();
      default -> false;
    };
  }

  /**
   * A read of a key of which every version that it may have seen was overwritten before, or written
   * later; in real time, or by the reader's own process.
   */
  private boolean isStale(String anomaly, MicroOpRef read, MicroOpRef write, Object key) {
    int reader = read.transaction();
    boolean ofProcess = anomaly.endsWith("-process");
    boolean isItem = anomaly.contains("-item");
    boolean isFit =
        mop(write).isWriteOf(key)
            && isOrdered(write.transaction(), reader, ofProcess)
            && (ofProcess || history.isRealTime())
            && (isItem ? isObservation(read, reader, key) : isAbsence(read, reader, key));
    if (!isFit) {
      return false;
    }
    List<Version> versions = facts.versions(key);
    List<Version> seen =
        isItem
            ? versions.stream()
                .filter(version -> version.writer() != reader)
                .filter(version -> Objects.equals(version.value(), observed(read, key)))
                .toList()
            : PredicateFacts.unshown(versions, mop(read).predicate(), reader);
    return !seen.isEmpty()
        && seen.stream()
            .allMatch(
                version ->
                    isOrdered(reader, version.writer(), ofProcess)
                        || version.equals(versions.get(0))
                        || isOrdered(version.writer(), write.transaction(), ofProcess));
  }

  private boolean isOrdered(int first, int second, boolean ofProcess) {
    return first >= 0
        && second >= 0
        && history.outcome(first) == EventType.OK
        && (ofProcess
            ? first < second && history.process(first) == history.process(second)
            : history.pair(first) < second);
  }

  /** A read of a key that is not what its transaction had written last. */
  private boolean isOverlooked(MicroOpRef read, MicroOpRef write, Object key) {
    if (!isLater(write, read) || !mop(write).isWriteOf(key)) {
      return false;
    }
    List<Mop> mops = facts.mops(read.transaction());
    for (int i = write.index() + 1; i < read.index(); i++) {
      if (mops.get(i).isWriteOf(key)) {
        return false;
      }
    }
    Object own = mop(write).value();
    return mop(read).observes(key)
        ? !Objects.equals(own, observed(read, key))
        : mop(read).isPredicate() && PredicateFacts.matches(mop(read).predicate(), own);
  }

  private static boolean isLater(MicroOpRef earlier, MicroOpRef later) {
    return earlier.transaction() == later.transaction() && earlier.index() < later.index();
  }

  private boolean writes(MicroOpRef ref, Object key, @Nullable Object value) {
    return mop(ref).isWriteOf(key) && Objects.equals(mop(ref).value(), value);
  }

  /** Who wrote the value at any time, also in the midst; those that failed on demand. */
  private Set<Integer> writers(Object key, @Nullable Object value, boolean alsoFailed) {
    Set<Integer> writers = new HashSet<>();
    for (int event = 0; event < history.size(); event++) {
      if (facts.isTransaction(event) && (alsoFailed || history.outcome(event) != EventType.FAIL)) {
        for (Mop mop : facts.mops(event)) {
          if (mop.isWriteOf(key) && Objects.equals(mop.value(), value)) {
            writers.add(event);
          }
        }
      }
    }
    Version first = facts.first(key);
    if (Objects.equals(first.value(), value)) {
      writers.add(first.writer());
    }
    return writers;
  }

  private Set<Integer> others(Object key, @Nullable Object value, int reader) {
    Set<Integer> writers = writers(key, value, false);
    writers.remove(reader);
    return writers;
  }

  /**
   * Whether it completed, or a completed read shows or does not show what only it can have made.
   */
  private boolean tookEffect(int invocation) {
    EventType outcome = history.outcome(invocation);
    if (outcome != EventType.INFO) {
      return outcome == EventType.OK;
    }
    for (Mop write : facts.mops(invocation)) {
      if (!write.isRead() && isSeen(invocation, Objects.requireNonNull(write.key()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isSeen(int writer, Object key) {
    List<Version> versions = facts.versions(key);
    Version own = facts.by(writer, key);
    for (int txn = 0; txn < history.size(); txn++) {
      if (!facts.isTransaction(txn)
          || txn == writer
          || history.outcome(txn) != EventType.OK
          || facts.isInit(txn)) {
        continue;
      }
      for (Mop mop : facts.mops(txn)) {
        if (mop.isWriteOf(key)) {
          break;
        }
        boolean isSeen =
            mop.observes(key)
                ? Objects.equals(own, PredicateFacts.only(versions, mop.observed(key), txn))
                : mop.isPredicate()
                    && PredicateFacts.unshown(versions, mop.predicate(), txn)
                        .equals(List.of(Objects.requireNonNull(own)));
        if (isSeen) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isInit(int invocation) {
    return facts.isInit(invocation) && history.outcome(invocation) == EventType.OK;
  }

  /**
   * Whether a completed predicate read does not show a key that its transaction had not written.
   */
  private boolean isAbsence(@Nullable MicroOpRef ref, int reader, Object key) {
    return ref != null
        && ref.transaction() == reader
        && isCompletedRead(ref)
        && mop(ref).isPredicate()
        && !mop(ref).observes(key)
        && !facts.writesBefore(reader, ref.index(), key);
  }

  private boolean isObservation(@Nullable MicroOpRef ref, int reader, Object key) {
    return ref != null
        && ref.transaction() == reader
        && isCompletedRead(ref)
        && mop(ref).observes(key)
        && !facts.writesBefore(reader, ref.index(), key);
  }

  private boolean isWrite(@Nullable MicroOpRef ref, int writer, Object key) {
    return ref != null && ref.transaction() == writer && isOne(ref) && mop(ref).isWriteOf(key);
  }

  private boolean isCompletedRead(MicroOpRef ref) {
    return isOne(ref) && mop(ref).isRead() && history.outcome(ref.transaction()) == EventType.OK;
  }

  private boolean isOne(MicroOpRef ref) {
    return facts.isTransaction(ref.transaction())
        && ref.event() == Told.event(history, ref.transaction())
        && ref.index() >= 0
        && ref.index() < facts.mops(ref.transaction()).size();
  }

  private Mop mop(MicroOpRef ref) {
    return facts.mops(ref.transaction()).get(ref.index());
  }

  private @Nullable Object observed(@Nullable MicroOpRef ref, Object key) {
    return ref == null ? null : mop(ref).observed(key);
  }
}
