package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;

/**
 * What a transaction that commits would take away from others for good, as far as single keys tell:
 * what those have still to read, or must not see, and nobody left can write again. Where all orders
 * are tried, all that are left can; else nobody can who was invoked after the reader had completed.
 * Linear in what those read that are looked at.
 */
final class Harm {
  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Progress progress;
  private final Needs needs;
  private final boolean isByTime;

  Harm(Columns columns, Versions versions, Progress progress, boolean isWhole) {
    this.columns = columns;
    this.versions = versions;
    this.progress = progress;
    transactions = columns.transactions();
    needs = progress.needs;
    isByTime = !isWhole && transactions.history().isRealTime();
  }

  /** Whether nobody else has still to read what it overwrites, which nobody will write again. */
  boolean mayOverwrite(int t) {
    for (int write : needs.writes(t)) {
      int key = versions.key(write);
      int now = versions.firstOf(key, progress.store.get(key));
      if (now >= 0 && now != write && needs.writersLeft(now) == 0) {
        int own = !progress.hasBegun(t) && needs.doesRead(t, now) ? 1 : 0;
        if (needs.readersLeft(now) > own) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether all that still have to begin once it has committed can do so, as far as single keys
   * tell.
   */
  boolean isHarmless(int t) {
    needs.markWrites(t);
    int looked = 0;
    for (int u = progress.left.first(Progress.MAIN);
        !progress.left.isEnd(u) && looked++ < Progress.LOOKED_MAX;
        u = progress.left.next(u)) {
      boolean isOpen =
          u != t
              && transactions.isOk(u)
              && (!progress.hasBegun(u) || needs.writesWhatIsMarked(u, t));
      if (isOpen && (!canReadAgain(u, t) || isHidden(t, u))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all single values that one has read are there after another one, or will be again. */
  private boolean canReadAgain(int u, int t) {
    for (int read : needs.reads(u)) {
      int key = versions.key(read);
      int held = needs.isMarked(key, t) ? written(t, key) : progress.store.get(key);
      boolean isOpen = progress.hasBegun(u) || needs.isMarked(key, t);
      if (isOpen && held != versions.value(read) && !mayBeWritten(read, t, u)) {
        return false;
      }
    }
    return true;
  }

  /** Whether somebody else may still write a value that another one reads. */
  private boolean mayBeWritten(int read, int t, int u) {
    int looked = 0;
    if (needs.writersLeft(read) > 0) {
      for (int w = read; w >= 0; w = versions.nextOf(w)) {
        int writer = versions.txn(w);
        boolean isOne =
            !versions.isRoot(w)
                && versions.isVersion(w)
                && writer != t
                && writer != u
                && !progress.isDone(writer)
                && mayBeSeen(writer, u);
        if (isOne || looked++ > Progress.LOOKED_MAX) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayBeSeen(int writer, int reader) {
    return !isByTime || transactions.invocation(writer) < transactions.completion(reader);
  }

  private int written(int t, int key) {
    for (int write : needs.writes(t)) {
      if (versions.key(write) == key) {
        return versions.value(write);
      }
    }
    throw new IllegalStateException("it does not write the key");
  }

  /** Whether a predicate read of another one never again will not show what one writes. */
  private boolean isHidden(int t, int u) {
    for (int m = transactions.start(u); m < transactions.end(u); m++) {
      for (int i = 0;
          columns.kind(m) == Columns.PREDICATE_READ && i < needs.writes(t).length;
          i++) {
        int write = needs.writes(t)[i];
        int key = versions.key(write);
        int predicate = columns.predicate(m);
        if (columns.matches(predicate, versions.value(write))
            && !mayChange(key, predicate, t, u)
            && !columns.shows(m, key)
            && columns.lastWrite(u, m, key) == Columns.NONE) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether somebody else may still write to a key what does not match. */
  private boolean mayChange(int key, int predicate, int t, int u) {
    int start = versions.startOf(key);
    for (int at = start; at < versions.endOf(key); at++) {
      int version = versions.at(at);
      int writer = versions.txn(version);
      boolean isOne =
          writer != t
              && writer != u
              && !progress.isDone(writer)
              && mayBeSeen(writer, u)
              && !columns.matches(predicate, versions.value(version));
      if (isOne || at - start > Progress.LOOKED_MAX) {
        return true;
      }
    }
    return false;
  }
}
