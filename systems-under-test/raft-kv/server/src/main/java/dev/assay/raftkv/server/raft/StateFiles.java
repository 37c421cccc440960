package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The files that are replaced as a whole. Each is {@code crc(4) owner}, then its fields; texts and
 * bytes have a length(4) before.
 */
final class StateFiles {
  static final String TERM_AND_VOTE = "term-and-vote";
  static final String SNAPSHOT = "snapshot";

  private final String self;
  private final Disk disk;

  /**
   * Figure 2's {@code currentTerm} and {@code votedFor}.
   *
   * @param vote null when none was given in the term
   */
  record TermAndVote(long term, @Nullable String vote) {}

  /**
   * A snapshot, and where the log goes on after it.
   *
   * @param generation tells the log's file
   * @param baseIndex the last index whose entry is not in that file; at most the snapshot's last
   * @param baseHash {@link RaftLog#hashAt} there
   * @param baseMembers the configuration there
   */
  record SavedSnapshot(
      long generation,
      long baseIndex,
      long baseTerm,
      long baseHash,
      Members baseMembers,
      Snapshot snapshot) {}

  StateFiles(String self, Disk disk) {
    this.self = self;
    this.disk = disk;
  }

  void replaceTermAndVote(TermAndVote saved) {
    byte[] vote = (saved.vote() == null ? "" : saved.vote()).getBytes(UTF_8);
    byte[] content = new byte[headerBytes() + 12 + vote.length];
    ByteBuffer out = begin(content);
    out.putLong(saved.term());
    put(out, vote);
    replace(TERM_AND_VOTE, content);
  }

  Optional<TermAndVote> readTermAndVote() {
    return read(
        TERM_AND_VOTE,
        in -> {
          long term = in.getLong();
          String vote = new String(bytes(in), UTF_8);
          return new TermAndVote(term, vote.isEmpty() ? null : vote);
        });
  }

  void replaceSnapshot(SavedSnapshot saved) {
    byte[] state = saved.snapshot().state();
    byte[] baseMembers = saved.baseMembers().encode();
    byte[] members = saved.snapshot().members().encode();
    byte[] content =
        new byte[headerBytes() + 68 + baseMembers.length + members.length + state.length];
    ByteBuffer out = begin(content);
    out.putLong(saved.generation()).putLong(saved.baseIndex()).putLong(saved.baseTerm());
    out.putLong(saved.baseHash());
    put(out, baseMembers);
    out.putLong(saved.snapshot().lastIndex()).putLong(saved.snapshot().lastTerm());
    out.putLong(saved.snapshot().logHash());
    put(out, members);
    put(out, state);
    replace(SNAPSHOT, content);
  }

  Optional<SavedSnapshot> readSnapshot() {
    return read(
        SNAPSHOT,
        in ->
            new SavedSnapshot(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                Members.decode(bytes(in)),
                new Snapshot(
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    Members.decode(bytes(in)),
                    bytes(in))));
  }

  private int headerBytes() {
    return 8 + self.getBytes(UTF_8).length;
  }

  private ByteBuffer begin(byte[] content) {
    ByteBuffer out = ByteBuffer.wrap(content).putInt(0);
    put(out, self.getBytes(UTF_8));
    return out;
  }

  private void replace(String name, byte[] content) {
    ByteBuffer.wrap(content).putInt(checksum(content));
    disk.replace(name, content);
  }

  private interface Fields<T> {
    T read(ByteBuffer in);
  }

  private <T> Optional<T> read(String name, Fields<T> fields) {
    Optional<byte[]> content = disk.read(name);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(content.get());
    String owner;
    T value;
    try {
      if (in.getInt() != checksum(content.get())) {
        throw new CorruptFileException("file '" + name + "': wrong checksum");
      }
      owner = new String(bytes(in), UTF_8);
      value = fields.read(in);
    } catch (BufferUnderflowException cut) {
      throw new CorruptFileException(
          "file '" + name + "' ends early, after " + content.get().length + " bytes");
    }
    if (!owner.equals(self)) {
      throw new CorruptFileException(
          "this folder belongs to server '%s', and this is '%s'".formatted(owner, self));
    }
    return Optional.of(value);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(Math.max(0, in.getInt()), in.remaining())];
    in.get(bytes);
    return bytes;
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, Integer.BYTES, Math.max(0, content.length - Integer.BYTES));
    return (int) crc.getValue();
  }
}
