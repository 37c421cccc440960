package dev.assay.raftkv.server.raft;

import static dev.assay.raftkv.server.raft.Lab.entry;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import dev.assay.raftkv.server.raft.Message.InstallSnapshotReply;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** §7 Log compaction: init, act, check. */
@Tag("paper")
class SnapshotPaperTest {
  private static final Members MEMBERS = Members.of(List.of("n1", "n2", "n3"));

  /** Snapshots every four entries, of which two stay, sent in chunks of ten bytes. */
  private static Lab lab(Bug... bugs) {
    return new Lab(
        3,
        new RaftConfig(
            Lab.ELECTION_MILLIS,
            Lab.HEARTBEAT_MILLIS,
            100,
            2,
            4,
            10,
            false,
            false,
            OptionalInt.empty(),
            2,
            Lab.set(bugs)));
  }

  private static AppendEntries append(
      long term, long prevIndex, long prevTerm, long commit, Entry... entries) {
    return new AppendEntries(term, "n2", prevIndex, prevTerm, List.of(entries), commit, 1);
  }

  private static void fiveCommitted(Lab lab) {
    lab.cluster.start("n1");
    lab.from(
        "n2",
        "n1",
        append(
            1, 0, 0, 5, entry(1, "a"), entry(1, "b"), entry(1, "c"), entry(1, "d"), entry(1, "e")));
  }

  private static final List<String> FIVE = List.of("1:a", "2:b", "3:c", "4:d", "5:e");

  @Test
  void section7_snapshotReplacesCommittedEntriesAndSurvivesCrash() {
    Lab lab = lab();
    fiveCommitted(lab);
    assertEquals(List.of(1L, 1L), lab.durableTerms("n1"), "entries 4 and 5 stay");

    lab.cluster.crash("n1");
    lab.cluster.start("n1");

    assertEquals(FIVE, lab.applied("n1"));
    assertEquals(5, lab.status("n1").commitIndex());
    assertEquals(5, lab.status("n1").lastIndex());
  }

  @Test
  void section7_logGoesOnAfterSnapshotAlsoOnDisk() {
    Lab lab = lab();
    fiveCommitted(lab);

    lab.from("n2", "n1", append(1, 5, 1, 5, entry(1, "f")));
    lab.from("n2", "n1", append(2, 5, 1, 6, entry(2, "g")));
    lab.cluster.crash("n1");
    lab.cluster.start("n1");
    lab.from("n2", "n1", append(2, 6, 2, 6));

    assertEquals("6:g", lab.applied("n1").getLast());
  }

  @Test
  void section7_entriesBeforeTheLogsBaseAreTheLeadersToo() {
    Lab lab = lab();
    fiveCommitted(lab);

    lab.from("n2", "n1", append(1, 1, 1, 5, entry(1, "b"), entry(1, "c"), entry(1, "d")));
    assertEquals(
        new AppendEntriesReply(1, true, 1, 4, 0, 1),
        lab.lastSent("n1", "n2", AppendEntriesReply.class));
    lab.from("n2", "n1", append(1, 0, 0, 5, entry(1, "a")));

    assertEquals(
        new AppendEntriesReply(1, true, 0, 1, 0, 1),
        lab.lastSent("n1", "n2", AppendEntriesReply.class));
    assertEquals(5, lab.status("n1").lastIndex());
  }

  @Test
  void figure13_followerWhoseEntriesAreGoneGetsTheSnapshotInChunks() {
    Lab lab = lab();
    fiveCommitted(lab);
    lab.elect("n1");
    lab.cluster.start("n2");
    lab.cluster.runMillis(Lab.ELECTION_MILLIS / 2);

    assertEquals(FIVE, lab.applied("n2"));
    assertEquals(6, lab.status("n2").commitIndex(), "and the no-op after it");
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    assertEquals(FIVE, lab.applied("n2"));
  }

  private static InstallSnapshot chunk(long lastIndex, long offset, String data, boolean done) {
    return new InstallSnapshot(
        2, "n2", lastIndex, 1, 0, MEMBERS, offset, data.getBytes(UTF_8), done, 1);
  }

  @Test
  void figure13_chunksAreTakenInOrderAndBeginAnewAfterACrash() {
    Lab lab = lab();
    lab.cluster.start("n1");
    lab.from("n2", "n1", chunk(2, 0, "1:a", false));
    assertEquals(3, lab.lastSent("n1", "n2", InstallSnapshotReply.class).nextOffset());
    lab.from("n2", "n1", chunk(2, 9, "lost one", true));
    assertEquals(3, lab.lastSent("n1", "n2", InstallSnapshotReply.class).nextOffset());

    lab.cluster.crash("n1");
    lab.cluster.start("n1");
    lab.from("n2", "n1", chunk(2, 3, "\n2:b", true));
    assertEquals(0, lab.lastSent("n1", "n2", InstallSnapshotReply.class).nextOffset());
    lab.from("n2", "n1", chunk(2, 0, "1:a", false));
    lab.from("n2", "n1", chunk(2, 3, "\n2:b", true));

    assertEquals(2, lab.lastSent("n1", "n2", InstallSnapshotReply.class).matchIndex());
    assertEquals(List.of("1:a", "2:b"), lab.applied("n1"));
    assertEquals(2, lab.status("n1").commitIndex());
  }

  @Test
  void figure13_step6_entriesAfterTheSnapshotStay() {
    for (boolean bug : List.of(false, true)) {
      Lab lab = bug ? lab(Bug.SNAPSHOT_DISCARDS_LOG) : lab();
      lab.cluster.start("n1");
      lab.from("n2", "n1", append(1, 0, 0, 0, entry(1, "a"), entry(1, "b"), entry(1, "c")));

      lab.from("n2", "n1", chunk(2, 0, "1:a\n2:b", true));

      assertEquals(bug ? 2 : 3, lab.status("n1").lastIndex());
      assertEquals(2, lab.status("n1").commitIndex());
      assertEquals(List.of("1:a", "2:b"), lab.applied("n1"));
    }
  }

  @Test
  void figure13_olderSnapshotChangesNothing() {
    Lab lab = lab();
    fiveCommitted(lab);

    lab.from("n2", "n1", chunk(2, 0, "1:a\n2:b", true));

    assertEquals(FIVE, lab.applied("n1"));
    assertEquals(2, lab.lastSent("n1", "n2", InstallSnapshotReply.class).matchIndex());
  }

  @Test
  void figure13_conflictingLogIsDiscarded() {
    Lab lab = lab();
    lab.given("n1", 1, 1, 1, 1);
    lab.cluster.start("n1");

    lab.from(
        "n2",
        "n1",
        new InstallSnapshot(3, "n2", 2, 2, 0, MEMBERS, 0, "1:x\n2:y".getBytes(UTF_8), true, 1));

    assertEquals(2, lab.status("n1").lastIndex());
    assertEquals(List.of("1:x", "2:y"), lab.applied("n1"));
    assertTrue(lab.durableTerms("n1").isEmpty());
  }
}
