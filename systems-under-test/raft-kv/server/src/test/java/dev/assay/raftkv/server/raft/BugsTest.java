package dev.assay.raftkv.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.raft.Message.AppendEntries;
import dev.assay.raftkv.server.raft.Message.AppendEntriesReply;
import dev.assay.raftkv.server.raft.Message.RequestVote;
import dev.assay.raftkv.server.raft.Message.RequestVoteReply;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Each planted bug breaks the rule it says it breaks; those of §5.4.2 and §8 are beside their
 * rules.
 */
class BugsTest {
  @Test
  void labelsAreUnique() {
    Set<String> labels = new HashSet<>();
    for (Bug bug : Bug.values()) {
      assertTrue(labels.add(bug.label()));
    }
  }

  @Test
  void forgottenVote_restartedServerVotesTwiceInTerm() {
    Lab lab = new Lab(3, Bug.FORGOTTEN_VOTE);
    lab.cluster.start("n1");
    lab.from("n2", "n1", new RequestVote(5, "n2", 0, 0, false));

    lab.cluster.crash("n1");
    lab.cluster.start("n1");
    lab.from("n3", "n1", new RequestVote(5, "n3", 0, 0, false));

    assertTrue(lab.lastSent("n1", "n3", RequestVoteReply.class).voteGranted());
  }

  @Test
  void lostFsync_acknowledgedEntryIsGoneAfterCrash() {
    Lab lab = new Lab(3, Bug.LOST_FSYNC);
    lab.cluster.start("n1");

    lab.fromWithoutSync(
        "n2", "n1", new AppendEntries(1, "n2", 0, 0, List.of(Lab.entry(1, "a")), 0, 1));
    assertTrue(lab.lastSent("n1", "n2", AppendEntriesReply.class).success());
    lab.cluster.crash("n1");
    lab.cluster.start("n1");

    assertEquals(0, lab.status("n1").lastIndex());
  }

  @Test
  void uncheckedVote_goesToCandidateThatLacksEntries() {
    Lab lab = new Lab(3, Bug.UNCHECKED_VOTE);
    lab.given("n1", 1, 1, 1);
    lab.cluster.start("n1");

    lab.from("n2", "n1", new RequestVote(2, "n2", 0, 0, false));

    assertTrue(lab.lastSent("n1", "n2", RequestVoteReply.class).voteGranted());
  }

  @Test
  void truncateOnAppend_heartbeatRemovesEntries() {
    Lab lab = new Lab(3, Bug.TRUNCATE_ON_APPEND);
    lab.given("n1", 1, 1, 1);
    lab.cluster.start("n1");

    lab.from("n2", "n1", new AppendEntries(1, "n2", 1, 1, List.of(), 0, 1));

    assertEquals(1, lab.status("n1").lastIndex());
  }

  @Test
  void lonelyCommit_leaderAnswersAlone() {
    Lab lab = new Lab(3, Bug.LONELY_COMMIT);
    lab.elect("n1");

    List<Outcome<StateMachine.Result>> outcome = lab.propose("n1", "x");
    lab.completeSyncs("n1");

    assertEquals(1, outcome.size());
  }

  @Test
  void halfQuorum_twoOfFiveElectLeader() {
    Lab lab = new Lab(5, Bug.HALF_QUORUM);
    lab.cluster.start("n1");
    lab.runUntilCandidate("n1");

    lab.from("n2", "n1", new RequestVoteReply(1, true));

    assertEquals(Role.LEADER, lab.status("n1").role());
  }
}
