package dev.assay.raftkv.server.raft;

import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.Fingerprint;
import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import dev.assay.raftkv.server.raft.Message.PreVote;
import dev.assay.raftkv.server.raft.Message.PreVoteReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import dev.assay.raftkv.server.raft.Message.TimeoutNow;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages as bytes: a kind, then the fields in their order, big-endian. */
final class MessageCodec {
  private static final byte REQUEST_VOTE = 1;
  private static final byte REQUEST_VOTE_REPLY = 2;
  private static final byte APPEND_ENTRIES = 3;
  private static final byte APPEND_ENTRIES_REPLY = 4;
  private static final byte PRE_VOTE = 5;
  private static final byte PRE_VOTE_REPLY = 6;
  private static final byte TIMEOUT_NOW = 7;
  private static final byte INSTALL_SNAPSHOT = 8;
  private static final byte INSTALL_SNAPSHOT_REPLY = 9;
  private static final byte FINGERPRINT = 10;

  private static final int FIXED_BYTES_MAX = 80;
  private static final int ENTRY_OVERHEAD_BYTES = 13;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    ByteBuffer out = ByteBuffer.allocate(sizeMax(message));
    switch (message) {
      case RequestVote m -> {
        out.put(REQUEST_VOTE).putLong(m.term());
        putText(out, m.candidate());
        out.putLong(m.lastLogIndex()).putLong(m.lastLogTerm()).put(bit(m.isTransfer()));
      }
      case RequestVoteReply m ->
          out.put(REQUEST_VOTE_REPLY).putLong(m.term()).put(bit(m.voteGranted()));
      case PreVote m -> {
        out.put(PRE_VOTE).putLong(m.term());
        putText(out, m.candidate());
        out.putLong(m.lastLogIndex()).putLong(m.lastLogTerm());
      }
      case PreVoteReply m ->
          out.put(PRE_VOTE_REPLY)
              .putLong(m.term())
              .putLong(m.requestTerm())
              .put(bit(m.voteGranted()));
      case TimeoutNow m -> out.put(TIMEOUT_NOW).putLong(m.term());
      case AppendEntries m -> {
        out.put(APPEND_ENTRIES).putLong(m.term());
        putText(out, m.leader());
        out.putLong(m.prevLogIndex()).putLong(m.prevLogTerm());
        out.putLong(m.leaderCommit()).putLong(m.round()).putInt(m.entries().size());
        for (Entry entry : m.entries()) {
          out.putLong(entry.term()).put(entry.kind().code());
          out.putInt(entry.command().length).put(entry.command());
        }
      }
      case AppendEntriesReply m ->
          out.put(APPEND_ENTRIES_REPLY)
              .putLong(m.term())
              .put(bit(m.success()))
              .putLong(m.prevLogIndex())
              .putLong(m.matchIndex())
              .putLong(m.conflictIndex())
              .putLong(m.round());
      case InstallSnapshot m -> {
        out.put(INSTALL_SNAPSHOT).putLong(m.term());
        putText(out, m.leader());
        out.putLong(m.lastIndex()).putLong(m.lastTerm()).putLong(m.logHash());
        putBytes(out, m.members().encode());
        out.putLong(m.offset());
        out.putInt(m.data().length).put(m.data()).put(bit(m.done())).putLong(m.round());
      }
      case InstallSnapshotReply m ->
          out.put(INSTALL_SNAPSHOT_REPLY)
              .putLong(m.term())
              .putLong(m.lastIndex())
              .putLong(m.offset())
              .putLong(m.nextOffset())
              .putLong(m.matchIndex())
              .putLong(m.round());
      case Fingerprint m ->
          out.put(FINGERPRINT)
              .putLong(m.term())
              .putLong(m.lastIndex())
              .putLong(m.lastTerm())
              .putLong(m.lastHash())
              .putLong(m.appliedIndex())
              .putLong(m.appliedHash())
              .putLong(m.snapshotIndex())
              .putLong(m.snapshotChecksum());
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static int sizeMax(Message message) {
    return switch (message) {
      case RequestVote m -> FIXED_BYTES_MAX + 4 * m.candidate().length();
      case AppendEntries m -> {
        int size = FIXED_BYTES_MAX + 4 * m.leader().length();
        for (Entry entry : m.entries()) {
          size += ENTRY_OVERHEAD_BYTES + entry.command().length;
        }
        yield size;
      }
      case PreVote m -> FIXED_BYTES_MAX + 4 * m.candidate().length();
      case RequestVoteReply m -> FIXED_BYTES_MAX;
      case PreVoteReply m -> FIXED_BYTES_MAX;
      case TimeoutNow m -> FIXED_BYTES_MAX;
      case AppendEntriesReply m -> FIXED_BYTES_MAX;
      case InstallSnapshot m ->
          FIXED_BYTES_MAX + 4 * m.leader().length() + m.members().encode().length + m.data().length;
      case InstallSnapshotReply m -> FIXED_BYTES_MAX;
      case Fingerprint m -> FIXED_BYTES_MAX;
    };
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static Message decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Message message = decode(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes after the end of a message");
      }
      return message;
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException("a message of " + bytes.length + " bytes ends early", cut);
    }
  }

  private static Message decode(ByteBuffer in) {
    byte kind = in.get();
    long term = in.getLong();
    return switch (kind) {
      case REQUEST_VOTE ->
          new RequestVote(term, text(in), in.getLong(), in.getLong(), in.get() == 1);
      case REQUEST_VOTE_REPLY -> new RequestVoteReply(term, in.get() == 1);
      case PRE_VOTE -> new PreVote(term, text(in), in.getLong(), in.getLong());
      case PRE_VOTE_REPLY -> new PreVoteReply(term, in.getLong(), in.get() == 1);
      case TIMEOUT_NOW -> new TimeoutNow(term);
      case APPEND_ENTRIES -> {
        String leader = text(in);
        long prevLogIndex = in.getLong();
        long prevLogTerm = in.getLong();
        long leaderCommit = in.getLong();
        long round = in.getLong();
        yield new AppendEntries(
            term, leader, prevLogIndex, prevLogTerm, entries(in), leaderCommit, round);
      }
      case APPEND_ENTRIES_REPLY ->
          new AppendEntriesReply(
              term, in.get() == 1, in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case INSTALL_SNAPSHOT ->
          new InstallSnapshot(
              term,
              text(in),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              Members.decode(bytes(in)),
              in.getLong(),
              bytes(in),
              in.get() == 1,
              in.getLong());
      case INSTALL_SNAPSHOT_REPLY ->
          new InstallSnapshotReply(
              term, in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case FINGERPRINT ->
          new Fingerprint(
              term,
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong());
      default -> throw new IllegalArgumentException("message of unknown kind " + kind);
    };
  }

  private static List<Entry> entries(ByteBuffer in) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / ENTRY_OVERHEAD_BYTES) {
      throw new IllegalArgumentException(count + " entries in " + in.remaining() + " bytes");
    }
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(new Entry(in.getLong(), Entry.Kind.of(in.get()), bytes(in)));
    }
    return entries;
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(length + " bytes in " + in.remaining());
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void putText(ByteBuffer out, String text) {
    putBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void putBytes(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static byte bit(boolean flag) {
    return (byte) (flag ? 1 : 0);
  }
}
