package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.manual.MemoryDisk;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server makes of the disk that it finds. */
class RecoveryTest {
  @Test
  void logReopensAfterTruncationAtEveryByteAndHoldsPrefix() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    lab.from("n2", "n1", append(1, 0, 0, Lab.entry(1, "a"), Lab.entry(1, "b"), Entry.noOp(1)));
    lab.from("n2", "n1", append(2, 2, 1, Lab.entry(2, "replaces the third")));
    lab.from("n2", "n1", append(2, 3, 2, Lab.entry(2, "d")));
    lab.cluster.crash("n1");
    byte[] whole = lab.cluster.disk("n1").durableContent("log-0").orElseThrow();
    Set<List<Long>> prefixes =
        Set.of(
            List.of(),
            List.of(1L),
            List.of(1L, 1L),
            List.of(1L, 1L, 1L),
            List.of(1L, 1L, 2L),
            List.of(1L, 1L, 2L, 2L));
    for (int length = 0; length <= whole.length; length++) {
      lab.cluster.disk("n1").damage("log-0", Arrays.copyOf(whole, length));

      lab.cluster.start("n1");

      assertTrue(prefixes.contains(lab.durableTerms("n1")), "cut at byte " + length);
      assertEquals(2, lab.status("n1").term());
      lab.cluster.crash("n1");
    }
    assertEquals(List.of(1L, 1L, 2L, 2L), lab.durableTerms("n1"));
  }

  private static AppendEntries append(long term, long prevIndex, long prevTerm, Entry... entries) {
    return new AppendEntries(term, "n2", prevIndex, prevTerm, List.of(entries), 0, 1);
  }

  @Test
  void damagedTermAndVoteIsRefusedAtEveryByte() {
    Lab lab = new Lab(3);
    lab.given("n1", 5);
    MemoryDisk disk = lab.cluster.disk("n1");
    byte[] whole = disk.durableContent("term-and-vote").orElseThrow();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      disk.damage("term-and-vote", flipped);
      assertThrows(
          CorruptFileException.class,
          () -> new Storage("n1", disk, Members.of(List.of()), Set.of()),
          "byte " + i);
      disk.damage("term-and-vote", Arrays.copyOf(whole, i));
      assertThrows(
          CorruptFileException.class,
          () -> new Storage("n1", disk, Members.of(List.of()), Set.of()),
          "cut " + i);
    }
  }

  @Test
  void folderOfAnotherServerIsRefused() {
    Lab lab = new Lab(3);
    lab.given("n1", 5);

    CorruptFileException refused =
        assertThrows(
            CorruptFileException.class,
            () -> new Storage("n2", lab.cluster.disk("n1"), Members.of(List.of()), Set.of()));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("belongs to server 'n1', and this is 'n2'"));
  }

  @Test
  void logWithoutItsTermIsRefused() {
    Lab lab = new Lab(3);
    lab.given("n1", 5, 5);
    MemoryDisk disk = new MemoryDisk();
    disk.damage("log-0", lab.cluster.disk("n1").durableContent("log-0").orElseThrow());

    CorruptFileException refused =
        assertThrows(
            CorruptFileException.class,
            () -> new Storage("n1", disk, Members.of(List.of()), Set.of()));

    assertTrue(String.valueOf(refused.getMessage()).contains("might vote twice"));
  }
}
