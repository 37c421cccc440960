package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Invariants.BrokenInvariantException;
import dev.assay.raftkv.server.raft.Invariants.Invariant;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.Fingerprint;
import dev.assay.raftkv.server.raft.Message.InstallSnapshot;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Figure 3 at run time, by what one server tells another; the rest is beside its rules. */
class InvariantsTest {
  private static final Members MEMBERS = Members.of(List.of("n1", "n2", "n3"));

  private static Lab lab(int level, Bug... bugs) {
    return new Lab(
        3,
        new RaftConfig(
            Lab.ELECTION_MILLIS,
            Lab.HEARTBEAT_MILLIS,
            100,
            1,
            3,
            1 << 10,
            false,
            false,
            OptionalInt.empty(),
            level,
            Lab.set(bugs)));
  }

  /** n1 has applied a and b, and has c too. */
  private static Lab started(int level, Bug... bugs) {
    Lab lab = lab(level, bugs);
    lab.cluster.start("n1");
    lab.from("n2", "n1", new AppendEntries(1, "n2", 0, 0, logOf("a", "b", "c"), 2, 1));
    return lab;
  }

  private static List<Entry> logOf(String... commands) {
    return List.of(commands).stream().map(command -> Lab.entry(1, command)).toList();
  }

  private static long hash(String... commands) {
    RaftLog log = new RaftLog(MEMBERS);
    logOf(commands).forEach(log::append);
    return log.hashAt(log.lastIndex());
  }

  private static Fingerprint fingerprint(long lastHash, long appliedHash) {
    return new Fingerprint(2, 3, 1, lastHash, 2, appliedHash, 0, 0);
  }

  private static String broken(Lab lab, Message message) {
    BrokenInvariantException broken =
        assertThrows(BrokenInvariantException.class, () -> lab.from("n3", "n1", message));
    return String.valueOf(broken.getMessage());
  }

  @Test
  void sameLogsBreakNothing() {
    started(2).from("n3", "n1", fingerprint(hash("a", "b", "c"), hash("a", "b")));
  }

  @Test
  void logMatching() {
    String message = broken(started(1), fingerprint(hash("a", "x", "c"), hash("a", "b")));
    assertTrue(message.contains("Log Matching"), message);
  }

  @Test
  void stateMachineSafety() {
    String message = broken(started(1), fingerprint(hash("a", "b", "c"), hash("x", "b")));
    assertTrue(message.contains("State Machine Safety"), message);
  }

  @Test
  void stateDeterminism() {
    Snapshot snapshot = new Snapshot(3, 1, hash("a", "b", "c"), MEMBERS, "1:a".getBytes(UTF_8));
    for (int level = 1; level <= 2; level++) {
      Lab lab = lab(level);
      lab.cluster.start("n1");
      lab.from(
          "n2",
          "n1",
          new InstallSnapshot(
              1, "n2", 3, 1, snapshot.logHash(), MEMBERS, 0, snapshot.state(), true, 1));
      Fingerprint same =
          new Fingerprint(
              1, 3, 1, snapshot.logHash(), 3, snapshot.logHash(), 3, snapshot.checksum());
      Fingerprint other =
          new Fingerprint(
              1, 3, 1, snapshot.logHash(), 3, snapshot.logHash(), 3, snapshot.checksum() + 1);
      lab.from("n2", "n1", same);
      if (level == 1) {
        lab.from("n2", "n1", other);
      } else {
        assertTrue(broken(lab, other).contains("equal logs give equal states"));
      }
    }
  }

  @Test
  void whatIsCostlierThanAllowedIsNotChecked() {
    started(0).from("n3", "n1", fingerprint(hash("x"), hash("y")));
  }

  @Test
  void withBugOnItIsLogged() {
    Lab lab = started(2, Bug.STALE_READ);

    lab.from("n3", "n1", fingerprint(hash("x"), hash("y")));

    assertEquals(2, lab.cluster.log().stream().filter(line -> line.contains("INVARIANT")).count());
  }

  @Test
  void leaderTellsOfItself() {
    for (int level = 0; level <= 1; level++) {
      Lab lab = lab(level);
      lab.elect("n1");
      lab.cluster.advanceNanos(2 * Lab.HEARTBEAT_MILLIS * 1_000_000);

      assertEquals(level == 0, lab.sent("n1", "n2", Fingerprint.class).isEmpty());
    }
  }

  @Test
  void hashIsOfEverythingBeforeAlsoAfterCompaction() {
    RaftLog log = new RaftLog(MEMBERS);
    logOf("a", "b", "c").forEach(log::append);
    log.compactTo(2);
    assertEquals(hash("a", "b", "c"), log.hashAt(3));
    assertEquals(hash("a", "b"), log.hashAt(2));
    log.truncateFrom(3);
    log.append(Lab.entry(2, "c"));
    assertNotEquals(hash("a", "b", "c"), log.hashAt(3), "of another term");
  }

  @Test
  void everyInvariantDeclaresItsCostAndSource() {
    for (Invariant invariant : Invariant.values()) {
      assertTrue(invariant.words.length() > 5 && invariant.cost.ordinal() <= 2);
    }
  }
}
