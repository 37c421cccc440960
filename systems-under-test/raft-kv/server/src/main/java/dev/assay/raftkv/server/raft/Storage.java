package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.Bug;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.RecordLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Figure 2's persistent state on all servers, "updated on stable storage before responding to
 * RPCs".
 *
 * <p>{@code currentTerm} and {@code votedFor} are a small file replaced as a whole. The log is a
 * file of records {@code index(8) term(8) command}; a record whose index is not beyond the last
 * replaces that entry and all that follow it, so the file only ever grows at its end and a crash
 * can only cut it there.
 */
final class Storage {
  private static final String STATE_FILE = "term-and-vote";
  private static final String LOG_FILE = "log";

  private final String self;
  private final Disk disk;
  private final Set<Bug> bugs;
  private final RaftLog log = new RaftLog();
  private final RecordLog records;
  private final long tornBytes;

  private long currentTerm;
  private @Nullable String votedFor;
  private long changes;
  private long changesDurable;

  /**
   * Recovers what an earlier life of this server left.
   *
   * @throws CorruptFileException when it cannot be trusted
   */
  Storage(String self, Disk disk, Set<Bug> bugs) {
    this.self = self;
    this.disk = disk;
    this.bugs = bugs;
    disk.read(STATE_FILE).ifPresent(this::recoverTermAndVote);
    RecordLog.Opened opened = RecordLog.open(disk.open(LOG_FILE), this::recoverEntry);
    this.records = opened.log();
    this.tornBytes = opened.tornBytes();
    if (tornBytes > 0) {
      changes++;
    }
    if (currentTerm < log.lastTerm() && bugs.isEmpty()) {
      throw new CorruptFileException(
          ("the log's last entry is of term %d, but file '%s' says term %d: it is missing or"
                  + " from an older backup, and this server might vote twice in a term")
              .formatted(log.lastTerm(), STATE_FILE, currentTerm));
    }
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

  /** How many bytes of a torn write were cut off the log at recovery. */
  long tornBytes() {
    return tornBytes;
  }

  void saveTermAndVote(long term, @Nullable String vote) {
    currentTerm = term;
    votedFor = vote;
    if (!bugs.contains(Bug.FORGOTTEN_VOTE)) {
      disk.replace(STATE_FILE, encodeTermAndVote());
      changes++;
    }
  }

  void append(Entry entry) {
    log.append(entry);
    byte[] command = entry.command();
    records.append(
        ByteBuffer.allocate(16 + command.length)
            .putLong(log.lastIndex())
            .putLong(entry.term())
            .put(command)
            .array());
    changes++;
  }

  /** Replaces the entry at the index, and all that follow it, by this one. */
  void replaceFrom(long index, Entry entry) {
    log.truncateFrom(index);
    append(entry);
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
    if (payload.length < 16) {
      throw new CorruptFileException(
          "file '%s', offset %d: expected an entry, found %d bytes"
              .formatted(LOG_FILE, offset, payload.length));
    }
    ByteBuffer in = ByteBuffer.wrap(payload);
    long index = in.getLong();
    long term = in.getLong();
    if (index < 1 || index > log.lastIndex() + 1) {
      throw misplaced(offset, index, term);
    }
    if (term < log.termAt(index - 1) && bugs.isEmpty()) {
      throw misplaced(offset, index, term);
    }
    byte[] command = new byte[in.remaining()];
    in.get(command);
    log.truncateFrom(index);
    log.append(new Entry(term, command));
  }

  private CorruptFileException misplaced(long offset, long index, long term) {
    return new CorruptFileException(
        "file '%s', offset %d: entry %d of term %d cannot follow entry %d of term %d"
            .formatted(LOG_FILE, offset, index, term, log.lastIndex(), log.lastTerm()));
  }

  /**
   * {@code crc(4) term(8) self vote}, both texts with a length(4) before; no vote is an empty text.
   */
  private byte[] encodeTermAndVote() {
    byte[] own = self.getBytes(UTF_8);
    byte[] vote = (votedFor == null ? "" : votedFor).getBytes(UTF_8);
    ByteBuffer out = ByteBuffer.allocate(20 + own.length + vote.length);
    out.putInt(0).putLong(currentTerm).putInt(own.length).put(own).putInt(vote.length).put(vote);
    out.putInt(0, checksum(out.array()));
    return out.array();
  }

  private void recoverTermAndVote(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content);
    String owner;
    try {
      if (in.getInt() != checksum(content)) {
        throw new CorruptFileException("file '" + STATE_FILE + "': wrong checksum");
      }
      currentTerm = in.getLong();
      owner = text(in);
      String vote = text(in);
      votedFor = vote.isEmpty() ? null : vote;
    } catch (BufferUnderflowException cut) {
      throw new CorruptFileException(
          "file '" + STATE_FILE + "' ends early, after " + content.length + " bytes");
    }
    if (!owner.equals(self)) {
      throw new CorruptFileException(
          "this folder belongs to server '%s', and this is '%s'".formatted(owner, self));
    }
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(Math.max(0, in.getInt()), in.remaining())];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, Integer.BYTES, Math.max(0, content.length - Integer.BYTES));
    return (int) crc.getValue();
  }
}
