package dev.assay.raftkv.server.raft;

import java.util.ArrayList;
import java.util.List;

/** The log in memory. Indexes begin at 1; index 0 stands for the empty prefix, of term 0. */
final class RaftLog {
  private final List<Entry> entries = new ArrayList<>();

  long lastIndex() {
    return entries.size();
  }

  long lastTerm() {
    return termAt(lastIndex());
  }

  /** The term of the entry at an index between 0 and {@link #lastIndex}. */
  long termAt(long index) {
    return index == 0 ? 0 : entry(index).term();
  }

  Entry entry(long index) {
    return entries.get(position(index));
  }

  /** The first index of the run of entries that share a term with the one at the index. */
  long firstIndexOfTermAt(long index) {
    long first = index;
    while (first > 1 && termAt(first - 1) == termAt(index)) {
      first--;
    }
    return first;
  }

  /** Entries from an index on: at least one if there is one, then as long as the bounds allow. */
  List<Entry> from(long index, int entriesMax, int bytesMax) {
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    for (long i = index; i <= lastIndex() && batch.size() < entriesMax; i++) {
      Entry entry = entry(i);
      bytes += entry.command().length;
      if (!batch.isEmpty() && bytes > bytesMax) {
        break;
      }
      batch.add(entry);
    }
    return batch;
  }

  void append(Entry entry) {
    entries.add(entry);
  }

  /** Removes the entry at the index and all that follow. */
  void truncateFrom(long index) {
    if (index <= lastIndex()) {
      entries.subList(position(index), entries.size()).clear();
    }
  }

  private static int position(long index) {
    return Math.toIntExact(index - 1);
  }
}
