package dev.assay.checkers.linearizability.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of an etcd store at a revision, and through {@link #at} at every earlier one.
 *
 * <p>A change copies the entries: O(keys). Equal stores have equal pasts.
 */
final class EtcdStore {
  static final EtcdStore EMPTY = new EtcdStore();

  private final long revision;
  private final NavigableMap<String, Entry> entries;
  private final EtcdStore before;

  /** Some earlier store, at distances by which {@link #at} takes O(log revisions) steps. */
  private final EtcdStore jump;

  private final int hash;

  /** A value, the revision that wrote it, and the lease it lives by, 0 for none. */
  record Entry(Object value, long revision, long lease) {}

  /** What a range finds: lists of key, value and revision, and how many there are in all. */
  record Found(List<List<Object>> kvs, long count) {}

  private EtcdStore() {
    revision = 1;
    entries = Collections.emptyNavigableMap();
    before = this;
    jump = this;
    hash = 1;
  }

  private EtcdStore(EtcdStore before, NavigableMap<String, Entry> entries) {
    this.revision = before.revision + 1;
    this.entries = Collections.unmodifiableNavigableMap(entries);
    this.before = before;
    this.hash = 31 * before.hash + entries.hashCode();
    // Myers, "An applicative random-access stack" (1983): a jump over two equal ones.
    EtcdStore near = before.jump;
    EtcdStore far = near.jump;
    boolean isEven = before.revision - near.revision == near.revision - far.revision;
    this.jump = isEven ? far : before;
  }

  long revision() {
    return revision;
  }

  NavigableMap<String, Entry> entries() {
    return entries;
  }

  /** The store after a change. */
  EtcdStore next(NavigableMap<String, Entry> changed) {
    return new EtcdStore(this, changed);
  }

  /** The store as it was at a revision; null when there is none yet, or never was. */
  @Nullable EtcdStore at(long then) {
    if (then > revision || then < 1) {
      return null;
    }
    EtcdStore store = this;
    while (store.revision > then) {
      store = store.jump.revision >= then ? store.jump : store.before;
    }
    return store;
  }

  /** Keys from {@code start} to before {@code end}, {@code start} alone when {@code end} is "". */
  static Found find(NavigableMap<String, Entry> entries, String start, String end, long limit) {
    NavigableMap<String, Entry> there = Collections.emptyNavigableMap();
    if (end.isEmpty()) {
      there = entries.subMap(start, true, start, true);
    } else if (start.compareTo(end) < 0) {
      there = entries.subMap(start, true, end, false);
    }
    List<List<Object>> kvs = new ArrayList<>();
    there.forEach(
        (key, entry) -> {
          if (limit <= 0 || kvs.size() < limit) {
            kvs.add(List.of(key, entry.value(), entry.revision()));
          }
        });
    return new Found(kvs, there.size());
  }

  /** A copy of the entries, to be changed. */
  NavigableMap<String, Entry> copy() {
    return new TreeMap<>(entries);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof EtcdStore store) || store.hash != hash || store.revision != revision) {
      return false;
    }
    EtcdStore mine = this;
    EtcdStore others = store;
    while (mine != others) {
      if (!mine.entries.equals(others.entries)) {
        return false;
      }
      mine = mine.before;
      others = others.before;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "revision " + revision + " " + entries;
  }
}
