package dev.assay.raftkv.server.raft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The log in memory: the entries after those that a snapshot has replaced (§7). Indexes begin at 1;
 * index 0 stands for the empty prefix, of term 0.
 *
 * <p>It knows the configurations among its entries, since "a server always uses the latest
 * configuration in its log, regardless of whether the entry is committed" (§6).
 */
final class RaftLog {
  private final List<Entry> entries = new ArrayList<>();

  /** The configuration at the base, and after it those of the entries; never empty. */
  private final Deque<Configuration> configurations = new ArrayDeque<>();

  /** For each entry, {@link #hashAt}. */
  private long[] hashes = new long[16];

  private long baseHash;
  private long baseIndex;
  private long baseTerm;
  private long bytes;

  private record Configuration(long index, Members members) {}

  RaftLog(Members initial) {
    configurations.add(new Configuration(0, initial));
  }

  /** The latest configuration. */
  Members members() {
    return configurations.getLast().members();
  }

  /** The index of the latest configuration. */
  long membersIndex() {
    return configurations.getLast().index();
  }

  /** The configuration that counted when the entry at the index was the last. */
  Members membersAt(long index) {
    Members members = configurations.getFirst().members();
    for (Configuration each : configurations) {
      if (each.index() <= index) {
        members = each.members();
      }
    }
    return members;
  }

  /** The last index whose entry is gone; 0 when none is. */
  long baseIndex() {
    return baseIndex;
  }

  long baseTerm() {
    return baseTerm;
  }

  long lastIndex() {
    return baseIndex + entries.size();
  }

  long lastTerm() {
    return termAt(lastIndex());
  }

  /** How long all commands together are. */
  long bytes() {
    return bytes;
  }

  /** The term of the entry at an index between {@link #baseIndex} and {@link #lastIndex}. */
  long termAt(long index) {
    return index == baseIndex ? baseTerm : entry(index).term();
  }

  /** Whether the entry at the index is, or was, of that term, as far as this log can tell. */
  boolean matches(long index, long term) {
    return index >= baseIndex && index <= lastIndex() && termAt(index) == term;
  }

  /**
   * A hash over all entries from the first to the one at an index between {@link #baseIndex} and
   * {@link #lastIndex}, those too that a snapshot has replaced: equal logs have equal hashes, and
   * others hardly ever.
   */
  long hashAt(long index) {
    return index == baseIndex ? baseHash : hashes[position(index)];
  }

  Entry entry(long index) {
    return entries.get(position(index));
  }

  /** The first index, of those that are here, that shares a term with the one at the index. */
  long firstIndexOfTermAt(long index) {
    long first = index;
    while (first > baseIndex + 1 && termAt(first - 1) == termAt(index)) {
      first--;
    }
    return first;
  }

  /** Entries from an index on: at least one if there is one, then as long as the bounds allow. */
  List<Entry> from(long index, int entriesMax, int bytesMax) {
    List<Entry> batch = new ArrayList<>();
    long batchBytes = 0;
    for (long i = index; i <= lastIndex() && batch.size() < entriesMax; i++) {
      Entry entry = entry(i);
      batchBytes += entry.command().length;
      if (!batch.isEmpty() && batchBytes > bytesMax) {
        break;
      }
      batch.add(entry);
    }
    return batch;
  }

  void append(Entry entry) {
    if (entries.size() == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    }
    hashes[entries.size()] = entry.hashAfter(hashAt(lastIndex()));
    entries.add(entry);
    if (entry.kind() == Entry.Kind.MEMBERS) {
      configurations.add(new Configuration(lastIndex(), Members.decode(entry.command())));
    }
    bytes += entry.command().length;
  }

  /** Removes the entry at the index and all that follow. */
  void truncateFrom(long index) {
    if (index <= lastIndex()) {
      remove(entries.subList(position(Math.max(index, baseIndex + 1)), entries.size()));
      while (configurations.size() > 1 && configurations.getLast().index() > lastIndex()) {
        configurations.removeLast();
      }
    }
  }

  /** Removes the entries up to an index, which must be here. */
  void compactTo(long index) {
    long term = termAt(index);
    Members members = membersAt(index);
    baseHash = hashAt(index);
    configurations.removeIf(each -> each.index() <= index);
    configurations.addFirst(new Configuration(index, members));
    int removed = Math.toIntExact(index - baseIndex);
    System.arraycopy(hashes, removed, hashes, 0, entries.size() - removed);
    remove(entries.subList(0, removed));
    baseIndex = index;
    baseTerm = term;
  }

  /**
   * Removes all entries: the log goes on after this one.
   *
   * @param hash {@link #hashAt} there
   * @param members the configuration then
   */
  void resetTo(long index, long term, long hash, Members members) {
    remove(entries);
    baseHash = hash;
    configurations.clear();
    configurations.add(new Configuration(index, members));
    baseIndex = index;
    baseTerm = term;
  }

  private void remove(List<Entry> removed) {
    removed.forEach(entry -> bytes -= entry.command().length);
    removed.clear();
  }

  private int position(long index) {
    return Math.toIntExact(index - baseIndex - 1);
  }
}
