package dev.assay.twophasecommit.server.txn;

import static dev.assay.twophasecommit.server.txn.Lab.body;
import static dev.assay.twophasecommit.server.txn.Lab.keyOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each level lets a transaction see of one that has not ended. */
class IsolationTest {
  private static final String X = keyOn("n2");
  private static final String Y = keyOn("n3");

  /** One has written and not yet committed; what does another see? */
  private static String seenMeanwhile(Isolation isolation) {
    Lab lab = new Lab(isolation);
    lab.run("n1", "w " + X + " 1");
    lab.begin("n1", "w " + X + " 2");
    lab.runUntil(Prepare.class);
    ManualCall read = lab.begin("n2", "r " + X);
    lab.cluster.runMillis(5, Lab.isNot(Prepare.class));
    return values(body(read));
  }

  /** The answer without its timestamps. */
  private static String values(String body) {
    return body.replaceAll(",\"(start|commit)-ts\":\\[[0-9,]+]", "");
  }

  /** A timestamp of the answer: milliseconds and counter in one number. */
  private static long timestamp(String name, String body) {
    Matcher found = Pattern.compile("\"" + name + "\":\\[([0-9]+),([0-9]+)]").matcher(body);
    assertTrue(found.find(), body);
    return (Long.parseLong(found.group(1)) << 16) + Long.parseLong(found.group(2));
  }

  @Test
  void uncommittedWritesAreSeenOnlyAtReadUncommitted() {
    assertEquals("no answer", seenMeanwhile(Isolation.STRICT_SERIALIZABLE), "it waits");
    assertEquals("{\"ok\":true,\"values\":[[1]]}", seenMeanwhile(Isolation.SNAPSHOT_ISOLATION));
    assertEquals("{\"ok\":true,\"values\":[[1]]}", seenMeanwhile(Isolation.READ_COMMITTED));
    assertEquals("{\"ok\":true,\"values\":[[2]]}", seenMeanwhile(Isolation.READ_UNCOMMITTED));
  }

  /** Berenson et al. 1995, A5B: each reads what the other writes. */
  private static long committedOfWriteSkew(Isolation isolation) {
    Lab lab = new Lab(isolation);
    ManualCall one = lab.begin("n1", "r " + X, "w " + Y + " 1");
    ManualCall other = lab.begin("n1", "r " + Y, "w " + X + " 1");
    lab.cluster.runMillis(500);
    return Stream.of(one, other).filter(call -> body(call).contains("\"values\":[null,")).count();
  }

  @Test
  void writeSkewHappensUnderSnapshotsAndNotUnderLocks() {
    assertEquals(1, committedOfWriteSkew(Isolation.STRICT_SERIALIZABLE));
    assertEquals(2, committedOfWriteSkew(Isolation.SNAPSHOT_ISOLATION));
  }

  private static String shown(Map<String, Integer> found) {
    return new TreeMap<>(found)
        .entrySet().stream()
            .map(entry -> "\"%s\":[%d]".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void scansShowWhatMatchesOnAllNodes() {
    Lab lab = new Lab();
    String z = keyOn("n1");
    lab.run("n1", "w " + X + " 4", "w " + Y + " 5", "w " + z + " 7");
    assertEquals(
        "{\"ok\":true,\"values\":[%s,%s,%s,[4]]}"
            .formatted(
                shown(Map.of(X, 4, Y, 5, z, 7)), shown(Map.of(Y, 5)), shown(Map.of(X, 4, z, 7))),
        lab.run("n2", "all", "equal 5", "mod 3 1", "r " + X));
  }

  /** Adya 1999, section 3.2: each looks whether anything matches before it inserts what does. */
  private static long committedOfPhantoms(Isolation isolation, Bug... bugs) {
    Lab lab = new Lab(isolation, bugs);
    ManualCall one = lab.begin("n1", "equal 1", "w " + X + " 1");
    ManualCall other = lab.begin("n3", "equal 1", "w " + Y + " 1");
    lab.cluster.runMillis(800);
    return Stream.of(one, other).filter(call -> body(call).contains("\"values\":[{},")).count();
  }

  @Test
  void phantomsComeUnderSnapshotsAndNotUnderLocksOfAllKeys() {
    assertEquals(1, committedOfPhantoms(Isolation.STRICT_SERIALIZABLE));
    assertEquals(2, committedOfPhantoms(Isolation.STRICT_SERIALIZABLE, Bug.NO_PREDICATE_LOCKS));
    assertEquals(2, committedOfPhantoms(Isolation.SNAPSHOT_ISOLATION));
  }

  @Test
  void whatIsDeletedIsNotThereForAnybody() {
    Lab lab = new Lab();
    lab.run("n1", "w " + X + " 1", "w " + Y + " 2");
    assertEquals(
        "{\"ok\":true,\"values\":[null,null,{\"%s\":[2]}]}".formatted(Y),
        lab.run("n2", "delete " + X, "absent " + X, "all"));
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    lab.cluster.runMillis(50);
    assertEquals("{\"ok\":true,\"values\":[null,[3]]}", lab.run("n1", "r " + X, "add " + X + " 3"));
  }

  /** A transaction whose recovery has to keep scans away until it is decided. */
  @Test
  void recoveryBringsBackTheIntentToWrite() {
    Lab lab = new Lab();
    lab.begin("n1", "w " + X + " 2", "w " + Y + " 2");
    lab.runUntil(Message.Commit.class);
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    lab.cluster.runMillis(5, Lab.isNot(Message.Commit.class));
    ManualCall read = lab.begin("n3", "all");
    lab.cluster.runMillis(10, Lab.isNot(Message.Commit.class));
    assertEquals("no answer", body(read));
    lab.cluster.runMillis(900);
    assertTrue(body(read).contains("\"%s\":[2]".formatted(X)), body(read));
  }

  /**
   * Four transactions, the older first. The third has scanned and written, so that the fourth waits
   * to scan; the first wounds the third, and then has to wait for the fourth. Once the second
   * wounds that one the first gets on at once and wounds the second, for what it has read. So the
   * second has ended while it still asks for its lock.
   */
  @Test
  void whoEndsWhileItAsksForALockDoesNotTakeIt() {
    Lab lab = new Lab();
    String z = keyOn("n2", 1);
    String v = keyOn("n2", 2);
    Set<String> held = new HashSet<>(Set.of(X + "1", z + "2", Y + "0"));
    Predicate<Envelope> moves =
        envelope ->
            !(MessageCodec.decode(envelope.message()) instanceof Message.Execute execute
                && held.contains(execute.op().key() + execute.op().argument()));
    ManualCall first = lab.begin("n1", "w " + X + " 1");
    lab.cluster.runMillis(5, moves);
    lab.begin("n1", "r " + X, "w " + z + " 2");
    lab.cluster.runMillis(5, moves);
    lab.begin("n1", "all", "w " + v + " 3", "r " + Y);
    lab.cluster.runMillis(5, moves);
    lab.begin("n1", "all", "r " + Y);
    lab.cluster.runMillis(5, moves);
    held.remove(X + "1");
    lab.cluster.runMillis(5, moves);
    assertEquals("no answer", body(first), "it waits for the fourth");
    held.remove(z + "2");
    lab.cluster.runMillis(5, moves);
    assertTrue(body(first).contains("\"values\":[[1]]"), body(first));
    held.clear();
    lab.cluster.runMillis(2 * Lab.REQUEST_TIMEOUT_MILLIS);
    String all = lab.run("n3", "all");
    assertTrue(all.contains("\"%s\":[1]".formatted(X)), all);
  }

  /** Berenson et al. 1995, P4: both read before either writes. */
  private static boolean isUpdateLost(Isolation isolation) {
    Lab lab = new Lab(isolation);
    ManualCall one = lab.begin("n1", "r " + X, "w " + X + " 1");
    ManualCall other = lab.begin("n1", "r " + X, "w " + X + " 2");
    lab.cluster.runMillis(500);
    return body(one).contains("[null,[1]]") && body(other).contains("[null,[2]]");
  }

  @Test
  void lostUpdateHappensAtReadCommittedOnly() {
    assertEquals(false, isUpdateLost(Isolation.STRICT_SERIALIZABLE));
    assertEquals(false, isUpdateLost(Isolation.SNAPSHOT_ISOLATION));
    assertTrue(isUpdateLost(Isolation.READ_COMMITTED));
  }

  @Test
  void clockSi_readWaitsForPreparedThatMayCommitWithinItsSnapshot() {
    Lab lab = new Lab(Isolation.SNAPSHOT_ISOLATION);
    lab.begin("n1", "w " + X + " 2");
    lab.runUntil(Message.Commit.class);
    lab.cluster.runMillis(2, Lab.isNot(Message.Commit.class));
    ManualCall read = lab.begin("n2", "r " + X);
    lab.cluster.runMillis(5, Lab.isNot(Message.Commit.class));
    assertEquals("no answer", body(read));
    lab.cluster.runMillis(20);
    assertEquals("{\"ok\":true,\"values\":[[2]]}", values(body(read)));
  }

  @Test
  void woundWait_olderTakesTheLockAndBothCommitInTheEnd() {
    Lab lab = new Lab();
    ManualCall one = lab.begin("n1", "append " + X + " 1", "append " + Y + " 1");
    ManualCall other = lab.begin("n1", "append " + Y + " 2", "append " + X + " 2");
    lab.cluster.runMillis(800);
    assertTrue(body(one).contains("\"ok\":true"), body(one));
    assertTrue(body(other).contains("\"ok\":true"), body(other));
    assertEquals("{\"ok\":true,\"values\":[[1,2],[1,2]]}", lab.run("n3", "r " + X, "r " + Y));
  }

  @Test
  void registerDoesNotFallBelowZero() {
    Lab lab = new Lab();
    assertEquals("{\"ok\":true,\"values\":[[5]]}", lab.run("n1", "add " + X + " 5"));
    assertTrue(lab.run("n1", "add " + Y + " 6", "add " + X + " -6").contains("below 0"));
    assertEquals("{\"ok\":true,\"values\":[[5],null]}", lab.run("n1", "r " + X, "r " + Y));
  }

  /** Whoever refuses a snapshot tells the time, or one whose clock is behind would never commit. */
  @Test
  void clockSi_aCoordinatorWhoseClockIsBehindCatchesUp() {
    Lab lab = new Lab(Isolation.SNAPSHOT_ISOLATION);
    lab.cluster.setWallAhead("n3", 60_000);
    assertEquals("{\"ok\":true,\"values\":[[1]]}", values(lab.run("n3", "w " + X + " 1")));
    assertEquals("{\"ok\":true,\"values\":[[2]]}", values(lab.run("n1", "w " + X + " 2")));
  }

  @Test
  void snapshotsTellWhereTheyBeganAndCommitted() {
    Lab lab = new Lab(Isolation.SNAPSHOT_ISOLATION);
    String write = lab.run("n1", "w " + X + " 1", "w " + Y + " 1");
    String read = lab.run("n2", "r " + X, "r " + Y);
    assertTrue(timestamp("start-ts", write) < timestamp("commit-ts", write), write);
    assertTrue(timestamp("commit-ts", write) <= timestamp("start-ts", read), write + read);
    assertFalse(read.contains("commit-ts"), read);
    assertFalse(new Lab().run("n1", "w " + X + " 1").contains("-ts"));
  }

  /** A snapshot of a clock that is ahead was read, and then all who remember that crash. */
  private static boolean isWrittenWithinWhatWasRead(Bug... bugs) {
    Lab lab = new Lab(Isolation.SNAPSHOT_ISOLATION, bugs);
    lab.cluster.setWallAhead("n3", 60_000);
    String read = lab.run("n3", "r " + X);
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    lab.cluster.runMillis(10);
    String write = lab.run("n1", "w " + X + " 1");
    assertEquals("{\"ok\":true,\"values\":[null]}", values(read));
    return timestamp("commit-ts", write) <= timestamp("start-ts", read);
  }

  @Test
  void nothingCommitsWithinASnapshotThatWasReadBeforeACrash() {
    assertFalse(isWrittenWithinWhatWasRead());
    assertTrue(isWrittenWithinWhatWasRead(Bug.FORGOTTEN_SNAPSHOTS));
  }
}
