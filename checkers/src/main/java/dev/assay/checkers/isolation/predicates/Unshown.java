package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;

/**
 * What it tells of a key that a predicate read does not show it: the reader saw one of its versions
 * that do not match. What the reader itself writes it wrote later, or the key would tell nothing.
 */
final class Unshown {
  private static final int NONE = -1;

  /** Of how many versions a key may have for all to be looked at by a single read. */
  static final int LOOKED_MAX = 1_000;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;

  Unshown(Columns columns, Versions versions) {
    this.columns = columns;
    this.versions = versions;
    transactions = columns.transactions();
  }

  /** What a key that is missing tells. */
  static final class Span {
    /** How many versions match, and how many do not. */
    int matching;

    int missing;

    /** The version that all that do not match came after, or are; {@link #NONE} if not known. */
    int first = NONE;

    /** The version that came after all that do not match, or is one; {@link #NONE} if unknown. */
    int last = NONE;

    /** Whether nothing that matches may have come between the two. */
    boolean isExact;

    boolean tells() {
      return matching > 0 && missing > 0;
    }
  }

  /**
   * The only version that a transaction may have seen of a key, by a predicate read before it wrote
   * it for the first time; or a negative number.
   */
  int before(int txn, int write) {
    int key = columns.key(write);
    for (int m = transactions.start(txn); m < write; m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ && !columns.shows(m, key)) {
        int only = only(columns.predicate(m), key, txn);
        if (only >= 0) {
          return only;
        }
      }
    }
    return NONE;
  }

  /** The only version that does not match and is not the reader's own; or a negative number. */
  int only(int predicate, int key, int reader) {
    int found = columns.matches(predicate, versions.value(key)) ? NONE : key;
    for (int at = versions.startOf(key); at < versions.endOf(key); at++) {
      int version = versions.at(at);
      if (isEvery(predicate) && versions.value(version) != Columns.ABSENT) {
        break; // deletes came first
      }
      if (at - versions.startOf(key) == LOOKED_MAX) {
        return Versions.SEVERAL; // or one, but nobody waits for that
      }
      if (versions.txn(version) != reader && !columns.matches(predicate, versions.value(version))) {
        if (found != NONE) {
          return Versions.SEVERAL;
        }
        found = version;
      }
    }
    return found;
  }

  private boolean isEvery(int predicate) {
    return columns.predicates().get(predicate) instanceof Predicate.Every;
  }

  /** What it tells that a predicate read of a transaction does not show a key. */
  Span span(int predicate, int key, int reader) {
    Span span = new Span();
    boolean isGrown = true;
    int end = versions.endOf(key);
    for (int at = versions.startOf(key) - 1; at < end; at++) {
      int version = at < versions.startOf(key) ? key : versions.at(at);
      if (reader != NONE && versions.txn(version) == reader) {
        continue;
      }
      if (columns.matches(predicate, versions.value(version))) {
        span.matching++;
        continue;
      }
      span.missing++;
      isGrown &= versions.isGrown(version);
      boolean isNew = span.first == NONE;
      if (isNew || versions.depth(version) < versions.depth(span.first)) {
        span.first = version;
      }
      if (isNew || versions.depth(version) > versions.depth(span.last)) {
        span.last = version;
      }
    }
    boolean isFirst = isGrown;
    boolean isLast = isGrown;
    for (int at = versions.startOf(key) - 1; at < end && (isFirst || isLast); at++) {
      int version = at < versions.startOf(key) ? key : versions.at(at);
      boolean isMissing =
          (reader == NONE || versions.txn(version) != reader)
              && !columns.matches(predicate, versions.value(version));
      isFirst &= !isMissing || versions.isFirst(span.first, version);
      isLast &= !isMissing || versions.isFirst(version, span.last);
    }
    span.isExact =
        isFirst
            && isLast
            && span.missing > 0
            && versions.depth(span.last) - versions.depth(span.first) == span.missing - 1;
    span.first = isFirst ? span.first : NONE;
    span.last = isLast ? span.last : NONE;
    return span;
  }
}
