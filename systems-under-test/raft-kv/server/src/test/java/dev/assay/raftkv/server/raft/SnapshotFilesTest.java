package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Rng;
import dev.assay.runtime.manual.MemoryDisk;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Log and snapshot files through crashes and damage. */
class SnapshotFilesTest {
  private static final int RUNS = Integer.getInteger("assay.campaign.histories", 2000);

  private static final Members MEMBERS = Members.of(List.of("n1", "n2", "n3"));

  private static Storage open(MemoryDisk disk) {
    return new Storage("n1", disk, MEMBERS, Set.of());
  }

  private static byte[] command(long index, long term) {
    return (index + " of term " + term).getBytes(UTF_8);
  }

  /**
   * The property: whatever a crash leaves of what was not synced, the files open, the log holds all
   * that was durable, unchanged, and snapshot and log fit together.
   */
  @Test
  void crashAtAnyPointLosesNothingDurable() {
    for (int run = 0; run < RUNS; run++) {
      Rng rng = new Rng(run);
      MemoryDisk disk = new MemoryDisk();
      long[] terms = new long[200];
      long durable = 0;
      for (int life = 0; life < 4; life++) {
        Storage storage = open(disk);
        requireHolds(storage, durable, terms, run);
        for (long index = durable + 1; index <= storage.log().lastIndex(); index++) {
          // Of what was not durable a crash may keep the older or the newer.
          terms[(int) index] = storage.log().termAt(index);
        }
        durable = Math.max(durable, liveOn(storage, disk, rng, durable, terms));
        disk.crash(rng);
      }
      requireHolds(open(disk), durable, terms, run);
    }
  }

  /** Random appends, replacements, snapshots and syncs; returns up to where the log is durable. */
  private static long liveOn(
      Storage storage, MemoryDisk disk, Rng rng, long durableBefore, long[] terms) {
    long durable = durableBefore;
    for (int step = rng.nextInt(12); step > 0; step--) {
      RaftLog log = storage.log();
      switch (rng.nextInt(6)) {
        case 0, 1, 2 -> {
          long index = log.lastIndex() + 1;
          terms[(int) index] = storage.currentTerm();
          storage.append(Entry.command(terms[(int) index], command(index, terms[(int) index])));
        }
        case 3 -> {
          storage.saveTermAndVote(storage.currentTerm() + 1, null);
          long index = durable + 1;
          if (index <= log.lastIndex()) {
            // A new leader replaces what was never acknowledged.
            terms[(int) index] = storage.currentTerm();
            storage.replaceFrom(
                index, Entry.command(terms[(int) index], command(index, terms[(int) index])));
          }
        }
        case 4 -> {
          if (durable > storage.snapshot().lastIndex()) {
            byte[] state = ("state " + durable).getBytes(UTF_8);
            storage.compact(
                new Snapshot(durable, log.termAt(durable), log.hashAt(durable), MEMBERS, state),
                rng.nextLong(log.baseIndex(), durable + 1));
          }
        }
        default -> {
          long[] reached = {durable};
          long end = log.lastIndex();
          storage.whenDurable(() -> reached[0] = end);
          while (disk.syncsWaiting() > 0) {
            disk.completeSync();
          }
          durable = reached[0];
        }
      }
    }
    return durable;
  }

  private static void requireHolds(Storage storage, long durable, long[] terms, int run) {
    RaftLog log = storage.log();
    assertTrue(log.lastIndex() >= durable, () -> "run " + run + " lost durable entries");
    for (long index = log.baseIndex() + 1; index <= durable; index++) {
      assertEquals(terms[(int) index], log.termAt(index), "run " + run);
      assertArrayEquals(command(index, terms[(int) index]), log.entry(index).command());
    }
    Snapshot snapshot = storage.snapshot();
    assertTrue(log.baseIndex() <= snapshot.lastIndex());
    if (!snapshot.isNone()) {
      assertEquals("state " + snapshot.lastIndex(), new String(snapshot.state(), UTF_8));
      assertEquals(terms[(int) snapshot.lastIndex()], snapshot.lastTerm());
    }
  }

  private static MemoryDisk compacted() {
    MemoryDisk disk = new MemoryDisk();
    Storage storage = open(disk);
    storage.saveTermAndVote(3, null);
    for (long index = 1; index <= 6; index++) {
      storage.append(Entry.command(3, command(index, 3)));
    }
    storage.compact(new Snapshot(4, 3, 5, MEMBERS, "state".getBytes(UTF_8)), 2);
    storage.append(Entry.command(3, command(7, 3)));
    storage.whenDurable(() -> {});
    disk.completeSync();
    return disk;
  }

  @Test
  void logAfterSnapshotReopensAfterTruncationAtEveryByte() {
    MemoryDisk disk = compacted();
    byte[] whole = disk.durableContent("log-1").orElseThrow();
    int refused = 0;
    for (int length = 0; length <= whole.length; length++) {
      disk.damage("log-1", Arrays.copyOf(whole, length));
      Storage storage;
      try {
        storage = open(disk);
      } catch (CorruptFileException lostWhatTheSnapshotHolds) {
        // Entries 3 and 4 were durable before the snapshot that holds them was.
        refused++;
        continue;
      }
      RaftLog log = storage.log();
      assertTrue(log.lastIndex() >= 4 && log.lastIndex() <= 7);
      for (long index = 3; index <= log.lastIndex(); index++) {
        assertArrayEquals(command(index, 3), log.entry(index).command());
      }
      assertEquals(length == whole.length, log.lastIndex() == 7);
    }
    assertTrue(refused > 0 && refused < whole.length);
  }

  @Test
  void damagedSnapshotIsRefusedAtEveryByte() {
    MemoryDisk disk = compacted();
    byte[] whole = disk.durableContent("snapshot").orElseThrow();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      disk.damage("snapshot", flipped);
      assertThrows(CorruptFileException.class, () -> open(disk), "byte " + i);
      disk.damage("snapshot", Arrays.copyOf(whole, i));
      assertThrows(CorruptFileException.class, () -> open(disk), "cut " + i);
    }
  }
}
