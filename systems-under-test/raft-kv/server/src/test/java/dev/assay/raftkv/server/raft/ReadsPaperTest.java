package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** §8 Client interaction: read-only operations that do not write to the log. */
@Tag("paper")
class ReadsPaperTest {
  /** A leader of three whose no-op is committed, and which has no message on its way. */
  private static long leaderThatCommitted(Lab lab) {
    long term = lab.elect("n1");
    lab.from("n2", "n1", new AppendEntriesReply(term, true, 0, 1, 0, 1));
    assertEquals(1, lab.status("n1").commitIndex());
    lab.sent("n1", "n2", AppendEntries.class);
    lab.sent("n1", "n3", AppendEntries.class);
    return term;
  }

  private static void answer(Lab lab, long term, String from, long round) {
    lab.from(from, "n1", new AppendEntriesReply(term, true, 1, 1, 0, round));
  }

  @Test
  void section8_leaderCommitsNoOpAtTheStartOfItsTerm() {
    Lab lab = new Lab(3);
    lab.elect("n1");

    AppendEntries first = lab.sent("n1", "n2", AppendEntries.class).get(0);

    assertEquals(1, first.entries().size());
    assertTrue(first.entries().get(0).isNoOp());
    assertEquals(first.term(), first.entries().get(0).term());
  }

  @Test
  void section8_readWaitsUntilTheLeaderHasCommittedInItsTerm() {
    Lab lab = new Lab(3);
    long term = lab.elect("n1");
    List<Outcome<Long>> read = lab.read("n1");
    answer(lab, term, "n3", 1);
    assertEquals(List.of(), read);

    lab.from("n2", "n1", new AppendEntriesReply(term, true, 0, 1, 0, 1));
    long round = lab.lastSent("n1", "n2", AppendEntries.class).round();
    answer(lab, term, "n2", round);

    assertEquals(List.of(new Outcome.Done<>(1L)), read);
  }

  @Test
  void section8_readWaitsForHeartbeatsThatBeganAfterIt() {
    Lab lab = new Lab(3);
    long term = leaderThatCommitted(lab);

    List<Outcome<Long>> read = lab.read("n1");
    long round = lab.lastSent("n1", "n2", AppendEntries.class).round();
    answer(lab, term, "n2", round - 1);
    assertEquals(List.of(), read, "that answers an earlier heartbeat");
    answer(lab, term, "n2", round);

    assertEquals(List.of(new Outcome.Done<>(1L)), read);
  }

  /** Found by the simulator: a late heartbeat of an earlier term of the same leader. */
  @Test
  void section8_refusalOfAnEarlierTermAnswersNoRound() {
    Lab lab = new Lab(3);
    lab.cluster.start("n2");
    lab.from("n1", "n2", new AppendEntries(7, "n1", 0, 0, List.of(), 0, 1));

    lab.from("n1", "n2", new AppendEntries(3, "n1", 0, 0, List.of(), 0, 5000));

    AppendEntriesReply refusal = lab.lastSent("n2", "n1", AppendEntriesReply.class);
    assertEquals(7, refusal.term());
    assertEquals(0, refusal.round());
  }

  @Test
  void section8_readsThatArriveDuringRoundShareTheNext() {
    Lab lab = new Lab(3);
    long term = leaderThatCommitted(lab);
    List<Outcome<Long>> first = lab.read("n1");
    long round = lab.lastSent("n1", "n2", AppendEntries.class).round();
    List<Outcome<Long>> second = lab.read("n1");
    List<Outcome<Long>> third = lab.read("n1");

    answer(lab, term, "n2", round);

    assertEquals(1, first.size());
    assertEquals(List.of(), second);
    answer(lab, term, "n3", round + 1);
    assertEquals(1, second.size());
    assertEquals(1, third.size());
  }

  @Test
  void section8_isolatedLeaderServesNoReadAndLosesItWhenAnotherTermComes() {
    Lab lab = new Lab(3);
    long term = leaderThatCommitted(lab);
    lab.cluster.isolate("n1");

    List<Outcome<Long>> read = lab.read("n1");
    lab.cluster.runMillis(10 * Lab.ELECTION_MILLIS);
    assertEquals(List.of(), read);
    lab.cluster.heal();
    lab.from("n2", "n1", new AppendEntriesReply(term + 1, false, 0, 0, 0, 0));

    assertEquals(List.of(new Outcome.LeadershipLost<Long>()), read);
  }

  @Test
  void section8_followerNamesTheLeader() {
    Lab lab = new Lab(3);
    lab.cluster.start("n1");
    assertEquals(List.of(new Outcome.NotLeader<Long>(Optional.empty())), lab.read("n1"));

    lab.from("n2", "n1", new AppendEntries(1, "n2", 0, 0, List.of(), 0, 1));

    assertEquals(List.of(new Outcome.NotLeader<Long>(Optional.of("n2"))), lab.read("n1"));
    assertEquals(
        List.of(new Outcome.NotLeader<StateMachine.Result>(Optional.of("n2"))),
        lab.propose("n1", "x"));
  }

  @Test
  void section8_proposalsOfDeposedLeaderAreInDoubt() {
    Lab lab = new Lab(3);
    long term = leaderThatCommitted(lab);
    List<Outcome<StateMachine.Result>> outcome = lab.propose("n1", "x");

    lab.from("n2", "n1", new AppendEntriesReply(term + 1, false, 0, 0, 0, 0));

    assertEquals(List.of(new Outcome.LeadershipLost<StateMachine.Result>()), outcome);
  }

  @Test
  void bug_staleRead_isolatedLeaderServesReads() {
    Lab lab = new Lab(3, Bug.STALE_READ);
    leaderThatCommitted(lab);
    lab.cluster.isolate("n1");

    assertEquals(1, lab.read("n1").size());
  }

  @Test
  void bug_noNoop_newLeaderServesReadsBeforeItKnowsWhatIsCommitted() {
    Lab lab = new Lab(3, Bug.NO_NOOP);
    lab.given("n1", 1, 1, 1);
    long term = lab.elect("n1");
    List<Outcome<Long>> read = lab.read("n1");

    lab.from("n2", "n1", new AppendEntriesReply(term, true, 2, 2, 0, 5));

    assertEquals(List.of(new Outcome.Done<>(0L)), read);
  }
}
