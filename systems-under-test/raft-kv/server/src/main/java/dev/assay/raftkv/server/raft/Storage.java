package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.Bug;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.Disk.AppendFile;
import dev.assay.runtime.RecordLog;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Figure 2's persistent state on all servers, "updated on stable storage before responding to
 * RPCs".
 *
 * <p>{@code currentTerm} and {@code votedFor} are a small file replaced as a whole, and so is the
 * snapshot. The log is a file of records {@code index(8) term(8) kind(1) command}; a record whose
 * index is not beyond the last replaces that entry and all that follow it, so the file only ever
 * grows at its end and a crash can only cut it there.
 *
 * <p>Compaction (§7) writes what remains of the log to another file, and then the snapshot, which
 * names that file: a crash leaves the old snapshot with the old log or the new one with the new.
 */
final class Storage {
  private final Disk disk;
  private final Set<Bug> bugs;
  private final StateFiles files;
  private final RaftLog log;
  private final long tornBytes;

  private RecordLog records;
  private long generation;
  private Snapshot snapshot = Snapshot.NONE;
  private long currentTerm;
  private @Nullable String votedFor;
  private long changes;
  private long changesDurable;

  /**
   * Recovers what an earlier life of this server left.
   *
   * @param initial the members of a cluster that has just begun
   * @throws CorruptFileException when it cannot be trusted
   */
  Storage(String self, Disk disk, Members initial, Set<Bug> bugs) {
    this.disk = disk;
    this.log = new RaftLog(initial);
    this.bugs = bugs;
    this.files = new StateFiles(self, disk);
    files
        .readTermAndVote()
        .ifPresent(
            saved -> {
              currentTerm = saved.term();
              votedFor = saved.vote();
            });
    files
        .readSnapshot()
        .ifPresent(
            saved -> {
              snapshot = saved.snapshot();
              generation = saved.generation();
              log.resetTo(
                  saved.baseIndex(), saved.baseTerm(), saved.baseHash(), saved.baseMembers());
            });
    RecordLog.Opened opened = RecordLog.open(logFile(generation), this::recoverEntry);
    this.records = opened.log();
    this.tornBytes = opened.tornBytes();
    if (tornBytes > 0) {
      changes++;
    }
    requireTermOfLog();
  }

  private void requireTermOfLog() {
    if (currentTerm < log.lastTerm() && bugs.isEmpty()) {
      throw new CorruptFileException(
          ("the log's last entry is of term %d, but file '%s' says term %d: it is missing or"
                  + " from an older backup, and this server might vote twice in a term")
              .formatted(log.lastTerm(), StateFiles.TERM_AND_VOTE, currentTerm));
    }
    if (log.lastIndex() < snapshot.lastIndex() && bugs.isEmpty()) {
      throw new CorruptFileException(
          "the snapshot holds entry %d, but the log ends with %d: its file is missing or damaged"
              .formatted(snapshot.lastIndex(), log.lastIndex()));
    }
  }

  /** Two files take turns. */
  static String logFileName(long generation) {
    return "log-" + generation % 2;
  }

  private AppendFile logFile(long ofGeneration) {
    return disk.open(logFileName(ofGeneration));
  }

  long currentTerm() {
    return currentTerm;
  }

  /** The candidate that received this server's vote in the current term, if any. */
  Optional<String> votedFor() {
    return Optional.ofNullable(votedFor);
  }

  /** To be read; changed only through this class. */
  RaftLog log() {
    return log;
  }

  /** The latest snapshot, {@link Snapshot#NONE} before the first. */
  Snapshot snapshot() {
    return snapshot;
  }

  /** How many bytes of a torn write were cut off the log at recovery. */
  long tornBytes() {
    return tornBytes;
  }

  void saveTermAndVote(long term, @Nullable String vote) {
    currentTerm = term;
    votedFor = vote;
    if (!bugs.contains(Bug.FORGOTTEN_VOTE)) {
      files.replaceTermAndVote(new StateFiles.TermAndVote(term, vote));
      changes++;
    }
  }

  void append(Entry entry) {
    log.append(entry);
    write(log.lastIndex(), entry);
  }

  private void write(long index, Entry entry) {
    byte[] command = entry.command();
    records.append(
        ByteBuffer.allocate(17 + command.length)
            .putLong(index)
            .putLong(entry.term())
            .put(entry.kind().code())
            .put(command)
            .array());
    changes++;
  }

  /** Replaces the entry at the index, and all that follow it, by this one. */
  void replaceFrom(long index, Entry entry) {
    log.truncateFrom(index);
    append(entry);
  }

  /**
   * Saves a snapshot and removes the entries up to an index that it holds (§7). Those between that
   * index and the snapshot's last stay, for followers that are a little behind.
   */
  void compact(Snapshot taken, long upTo) {
    log.compactTo(upTo);
    save(taken);
  }

  /** Saves another server's snapshot in place of the whole log (Figure 13, step 7). */
  void install(Snapshot received) {
    log.resetTo(received.lastIndex(), received.lastTerm(), received.logHash(), received.members());
    save(received);
  }

  private void save(Snapshot saved) {
    snapshot = saved;
    AppendFile old = logFile(generation);
    if (bugs.contains(Bug.EARLY_COMPACTION)) {
      old.truncate(0);
    }
    generation++;
    AppendFile fresh = logFile(generation);
    fresh.truncate(0);
    records = RecordLog.open(fresh, (offset, payload) -> {}).log();
    for (long index = log.baseIndex() + 1; index <= log.lastIndex(); index++) {
      write(index, log.entry(index));
    }
    files.replaceSnapshot(
        new StateFiles.SavedSnapshot(
            generation,
            log.baseIndex(),
            log.baseTerm(),
            log.hashAt(log.baseIndex()),
            log.membersAt(log.baseIndex()),
            saved));
    old.truncate(0);
    changes++;
  }

  /** Runs the action when all that was saved before this call is on stable storage. */
  void whenDurable(Runnable action) {
    if (changesDurable == changes || bugs.contains(Bug.LOST_FSYNC)) {
      action.run();
      return;
    }
    long mark = changes;
    disk.sync(
        () -> {
          changesDurable = Math.max(changesDurable, mark);
          action.run();
        });
  }

  private void recoverEntry(long offset, byte[] payload) {
    if (payload.length < 17) {
      throw new CorruptFileException(
          "file '%s', offset %d: expected an entry, found %d bytes"
              .formatted(logFileName(generation), offset, payload.length));
    }
    ByteBuffer in = ByteBuffer.wrap(payload);
    long index = in.getLong();
    long term = in.getLong();
    if (index <= log.baseIndex() || index > log.lastIndex() + 1) {
      throw misplaced(offset, index, term);
    }
    if (term < log.termAt(index - 1) && bugs.isEmpty()) {
      throw misplaced(offset, index, term);
    }
    Entry.Kind kind = Entry.Kind.of(in.get());
    byte[] command = new byte[in.remaining()];
    in.get(command);
    log.truncateFrom(index);
    log.append(new Entry(term, kind, command));
  }

  private CorruptFileException misplaced(long offset, long index, long term) {
    return new CorruptFileException(
        "file '%s', offset %d: entry %d of term %d cannot follow entry %d of term %d"
            .formatted(
                logFileName(generation), offset, index, term, log.lastIndex(), log.lastTerm()));
  }
}
