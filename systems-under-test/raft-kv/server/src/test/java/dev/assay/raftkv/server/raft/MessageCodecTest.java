package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.assay.runtime.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final AppendEntries APPEND =
      new AppendEntries(3, "nöde", 7, 2, List.of(Lab.entry(2, "x"), Entry.noOp(3)), 6, 11);

  @Test
  void messagesComeBack() {
    List<Message> messages =
        List.of(
            new RequestVote(1, "n1", 2, 3, false),
            new RequestVoteReply(1, true),
            new PreVote(1, "n1", 2, 3),
            new PreVoteReply(2, 1, true),
            new TimeoutNow(4),
            new Fingerprint(1, 2, 3, 4, 5, 6, 7, 8),
            new InstallSnapshotReply(9, 1, 2, 3, 4, 5),
            new AppendEntriesReply(9, false, 1, 2, 3, 4));
    for (Message message : messages) {
      assertEquals(message, MessageCodec.decode(MessageCodec.encode(message)));
    }
    AppendEntries back = (AppendEntries) MessageCodec.decode(MessageCodec.encode(APPEND));
    assertEquals(APPEND.leader(), back.leader());
    assertEquals(2, back.entries().size());
    assertArrayEquals(APPEND.entries().get(0).command(), back.entries().get(0).command());
    assertEquals(11, back.round());
    InstallSnapshot chunk =
        new InstallSnapshot(
            3, "nöde", 7, 2, 8, Members.of(List.of("a", "ö")), 10, new byte[] {1, 2}, true, 11);
    InstallSnapshot same = (InstallSnapshot) MessageCodec.decode(MessageCodec.encode(chunk));
    assertEquals(MessageWords.of(chunk), MessageWords.of(same));
    assertArrayEquals(chunk.data(), same.data());
    assertEquals(chunk.members(), same.members());
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = MessageCodec.encode(APPEND);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IllegalArgumentException.class, () -> MessageCodec.decode(cut));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(IllegalArgumentException.class, () -> MessageCodec.decode(longer));
  }

  @Test
  void noiseIsRefusedOrDecodedButNeverBreaksAnything() {
    Rng rng = new Rng(5);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = MessageCodec.encode(APPEND);
      for (int flips = rng.nextInt(4); flips >= 0; flips--) {
        noise[rng.nextInt(noise.length)] = (byte) rng.nextInt(256);
      }
      try {
        MessageCodec.decode(noise);
      } catch (IllegalArgumentException expected) {
        refused++;
      }
    }
    assertTrue(refused > 1000);
  }
}
