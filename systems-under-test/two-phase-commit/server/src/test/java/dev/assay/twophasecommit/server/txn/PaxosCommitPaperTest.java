package dev.assay.twophasecommit.server.txn;

import static dev.assay.twophasecommit.server.txn.Lab.body;
import static dev.assay.twophasecommit.server.txn.Lab.is;
import static dev.assay.twophasecommit.server.txn.Lab.isNot;
import static dev.assay.twophasecommit.server.txn.Lab.keyOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.twophasecommit.server.CommitProtocol;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.TwoPhaseCommitServer;
import dev.assay.twophasecommit.server.txn.Message.Abort;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Outbid;
import dev.assay.twophasecommit.server.txn.Message.Phase1a;
import dev.assay.twophasecommit.server.txn.Message.Phase1b;
import dev.assay.twophasecommit.server.txn.Message.Phase2a;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Refused;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Gray and Lamport 2006, Consensus on Transaction Commit; three nodes, so F is 1. */
class PaxosCommitPaperTest {
  private static final String ON_1 = keyOn("n1");
  private static final String ON_2 = keyOn("n2");
  private static final String ON_3 = keyOn("n3");
  private static final List<String> BOTH = List.of("n2", "n3");

  private final Lab lab = new Lab(CommitProtocol.PAXOS);

  /** {@code n1} asks for both, and its part in it ends where the test wants. */
  private static ManualCall begin(Lab lab) {
    return lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
  }

  private static String readBoth(Lab lab) {
    return lab.run("n2", "r " + ON_2, "r " + ON_3);
  }

  @Test
  void section4_2_committedWhenEveryInstanceHasChosenPrepared() {
    assertEquals(
        "{\"ok\":true,\"values\":[[1],[2],[1]]}",
        lab.run("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2", "r " + ON_2));
    assertEquals("{\"ok\":true,\"values\":[[2],[1]]}", lab.run("n2", "r " + ON_3, "r " + ON_2));
  }

  /** All have voted, and the coordinator is gone before it tells anybody. */
  private static Lab afterLossOfTheCoordinator(CommitProtocol protocol) {
    Lab lab = new Lab(protocol);
    begin(lab);
    lab.runUntil(Commit.class);
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);
    lab.cluster.runMillis(3 * Lab.BRANCH_TIMEOUT_MILLIS);
    return lab;
  }

  @Test
  void section3_3_twoPhaseCommitBlocksWhenItsCoordinatorFails() {
    Lab twoPhase = afterLossOfTheCoordinator(CommitProtocol.TWO_PHASE);
    twoPhase.cluster.runMillis(100 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertTrue(twoPhase.get("n2", "/in-doubt").startsWith("1 in doubt"));
    assertTrue(readBoth(twoPhase).contains("aborted"), "its keys are locked");
  }

  @Test
  void section5_paxosCommitEndsAlthoughItsCoordinatorFails() {
    Lab paxos = afterLossOfTheCoordinator(CommitProtocol.PAXOS);
    assertEquals("no transaction is in doubt", paxos.get("n2", "/in-doubt"));
    assertEquals("no transaction is in doubt", paxos.get("n3", "/in-doubt"));
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(paxos));
  }

  @Test
  void section5_blocksOnlyWhileNoMajorityOfAcceptorsIsThere() {
    begin(lab);
    lab.runUntil(Commit.class);
    lab.cluster.crash("n1");
    lab.cluster.crash("n3");
    lab.cluster.drop(envelope -> true);
    lab.cluster.runMillis(10 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertTrue(lab.get("n2", "/in-doubt").startsWith("1 in doubt"), "F is 1, and 2 are down");

    lab.cluster.start("n3");
    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(lab));
  }

  @Test
  void section4_2_coordinatorThatIsCutOffLearnsWhatAnotherLeaderDecided() {
    ManualCall call = begin(lab);
    lab.runUntil(Phase2b.class);
    lab.cluster.settle(isNot(Phase2b.class));
    lab.cluster.isolate("n1");
    lab.cluster.drop(envelope -> true);
    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("no transaction is in doubt", lab.get("n3", "/in-doubt"));
    assertEquals("no answer", body(call));

    lab.cluster.heal();
    lab.cluster.runMillis(2 * Lab.REQUEST_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", body(call));
  }

  /** n3 has not voted, and in a new life knows nothing: its instance is free. */
  @Test
  void section4_2_leaderAbortsFreeInstances() {
    begin(lab);
    lab.runUntil(Prepare.class);
    lab.cluster.settle(envelope -> envelope.to().equals("n2"));
    lab.cluster.crash("n1");
    lab.cluster.crash("n3");
    lab.cluster.drop(envelope -> true);
    lab.cluster.start("n3");
    lab.runUntil(Phase2a.class);
    Phase2a proposal =
        (Phase2a) MessageCodec.decode(Lab.first(lab.cluster, Phase2a.class).message());
    assertEquals(Choice.ABORTED, proposal.choices().get("n3"));
    assertEquals(Vote.Kind.YES, Objects.requireNonNull(proposal.choices().get("n2")).kind());

    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[null,null]}", readBoth(lab));
  }

  @Test
  void section4_2_participantThatWillNotVoteAbortsWithoutConsensus() {
    ManualCall call = begin(lab);
    lab.runUntil(Prepare.class);
    lab.cluster.drop(envelope -> is(Prepare.class).test(envelope) && envelope.to().equals("n3"));
    lab.cluster.send("n2", "n3", MessageCodec.encode(new Message.Inquire(txn(Prepare.class))));
    lab.cluster.runMillis(2, isNot(Prepare.class));
    lab.runUntil(Abort.class);
    lab.cluster.settle(isNot(Phase1a.class));
    assertFalse(lab.cluster.inFlight().stream().anyMatch(is(Phase1a.class)));

    lab.cluster.runMillis(200);
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", body(call), "another attempt succeeds");
  }

  @Test
  void section4_2_readOnlyParticipantVotesInItsOwnInstanceAndLeaves() {
    lab.begin("n1", "append " + ON_2 + " 1", "r " + ON_3);
    lab.runUntil(Phase2b.class);
    Phase2b bundle = (Phase2b) MessageCodec.decode(Lab.first(lab.cluster, Phase2b.class).message());
    assertEquals(Choice.READ_ONLY, bundle.choices().get("n3"));
    assertTrue(lab.get("n3", "/status").contains("\"active\":0"));
    lab.runUntil(Commit.class);
    assertEquals(
        List.of("n2"),
        lab.cluster.inFlight().stream().filter(is(Commit.class)).map(Envelope::to).toList());
  }

  /** n3 has read and voted so; in its next life it must not cast another vote in ballot 0. */
  @Test
  void section4_2_participantHasOneVoteInBallot0WhateverItForgets() {
    ManualCall call = lab.begin("n1", "append " + ON_2 + " 1", "r " + ON_3);
    lab.runUntil(Prepare.class);
    Envelope prepare =
        lab.cluster.inFlight().stream()
            .filter(envelope -> envelope.to().equals("n3"))
            .findFirst()
            .orElseThrow();
    lab.runUntil(Commit.class);
    lab.cluster.crash("n3");
    lab.cluster.start("n3");
    lab.cluster.runMillis(2, envelope -> false);
    lab.cluster.deliverCopy(prepare);
    assertTrue(lab.cluster.inFlight().stream().noneMatch(is(Phase2a.class)));
    Refused refused =
        (Refused) MessageCodec.decode(Lab.first(lab.cluster, Refused.class).message());
    assertFalse(refused.isSure());
    lab.cluster.runMillis(Lab.REQUEST_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[[1],null]}", body(call));
  }

  @Test
  void section4_2_commitIsNoSurpriseToWhoOnlyReadAndForgot() {
    ManualCall call = lab.beginWithForgottenVote();

    lab.cluster.runMillis(Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("no transaction is in doubt", lab.get("n3", "/in-doubt"));
    lab.cluster.heal();
    lab.cluster.runMillis(Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[null,[2]]}", body(call));
    assertEquals("{\"ok\":true,\"values\":[null,[2]]}", readBoth(lab));
  }

  @Test
  void section4_2_transactionThatOnlyReadsNeedsNoAcceptors() {
    lab.begin("n1", "r " + ON_2, "r " + ON_3);
    lab.runUntil(Vote.class);
    lab.cluster.settle(isNot(Phase2a.class));
    assertTrue(lab.cluster.inFlight().isEmpty());
    for (String node : lab.cluster.names()) {
      assertTrue(lab.get(node, "/status").contains("\"remembered\":0"));
    }
  }

  @Test
  void section4_1_voteIsForcedBeforePhase2b() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Phase2a.class);
    lab.cluster.deliver(toNode("n3", Phase2a.class));
    assertTrue(lab.cluster.inFlight().stream().noneMatch(from("n3", Phase2b.class)));
    lab.cluster.disk("n3").completeSync();
    assertTrue(lab.cluster.inFlight().stream().anyMatch(from("n3", Phase2b.class)));
  }

  @Test
  void section4_1_promiseIsForcedBeforePhase1bAndOutlivesCrashes() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Phase2a.class);
    Envelope vote = toNode("n3", Phase2a.class);
    Ballot ballot = new Ballot(1, "n2", 1);
    Phase1a phase1a = new Phase1a(txn(Phase2a.class), ballot, List.of("n2"));
    lab.cluster.send("n2", "n3", MessageCodec.encode(phase1a));
    lab.cluster.deliver(toNode("n3", Phase1a.class));
    assertTrue(lab.cluster.inFlight().stream().noneMatch(is(Phase1b.class)));
    lab.cluster.disk("n3").completeSync();
    assertTrue(lab.cluster.inFlight().stream().anyMatch(is(Phase1b.class)));

    lab.cluster.crash("n3");
    lab.cluster.start("n3");
    lab.cluster.runMillis(2, envelope -> false);
    lab.cluster.deliver(vote);
    Envelope answer = Lab.first(lab.cluster, Outbid.class);
    assertEquals(new Outbid(phase1a.txn(), ballot), MessageCodec.decode(answer.message()));
    assertEquals("n1", answer.to(), "the leader of ballot 0");
  }

  /** The second takeover begins before the coordinator has heard what its first one decided. */
  @Test
  void section4_1_leaderUsesNoBallotTwice() {
    begin(lab);
    lab.runUntil(Prepare.class);
    byte[] unsure =
        MessageCodec.encode(new Refused(txn(Prepare.class), false, false, 1, "it may have voted"));
    lab.cluster.send("n2", "n1", unsure);
    deliverAll(Refused.class);
    Ballot first = ((Phase1a) message(Phase1a.class)).ballot();
    deliverAll(Phase1a.class);
    deliverAll(Phase1b.class);
    deliverAll(Phase2a.class);
    deliverAll(Phase2b.class);
    assertTrue(lab.cluster.inFlight().stream().anyMatch(is(Abort.class)), "it is decided");

    lab.cluster.send("n2", "n1", unsure);
    deliverAll(Refused.class);
    assertTrue(first.isBelow(((Phase1a) message(Phase1a.class)).ballot()));
  }

  private void deliverAll(Class<? extends Message> kind) {
    lab.cluster.settle(is(kind));
  }

  private Message message(Class<? extends Message> kind) {
    return MessageCodec.decode(Lab.first(lab.cluster, kind).message());
  }

  /** P2c of Paxos Made Simple: n3 was told Aborted in ballot 1, n2 still has the vote. */
  @Test
  void section4_1_leaderProposesWhatWasAcceptedInTheHighestBallot() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Phase2a.class);
    TxnId txn = txn(Phase2a.class);
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);
    List<String> participants = List.of("n2");
    Phase2a aborted =
        new Phase2a(txn, new Ballot(1, "n1", 1), participants, Map.of("n2", Choice.ABORTED));
    lab.cluster.send("n1", "n3", MessageCodec.encode(aborted));
    lab.runUntil(Phase1b.class);
    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[null]}", lab.run("n3", "r " + ON_2));
  }

  /**
   * §4.3, the failure-free case with N participants on the nodes of 2F+1 acceptors, of which one is
   * the coordinator's: here every acceptor is asked, not F+1 of them.
   */
  @Test
  void section4_3_cost() {
    Map<String, Integer> twoPhase = messages(CommitProtocol.TWO_PHASE);
    assertEquals(Map.of("Prepare", 2, "Vote", 2, "Commit", 2, "Acknowledge", 2), twoPhase);
    Map<String, Integer> paxos = messages(CommitProtocol.PAXOS);
    int participants = 2;
    int othersPerAcceptor = 2;
    assertEquals(
        Map.of(
            "Prepare",
            2,
            "Phase2a",
            participants * othersPerAcceptor,
            "Phase2b",
            othersPerAcceptor,
            "Commit",
            2,
            "Acknowledge",
            2),
        paxos,
        "2b of both instances come in one message");
  }

  /** What is sent between nodes from the first request for votes on, by kind. */
  private static Map<String, Integer> messages(CommitProtocol protocol) {
    Lab lab = new Lab(protocol);
    begin(lab);
    lab.runUntil(Prepare.class);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      for (Envelope envelope : List.copyOf(lab.cluster.inFlight())) {
        String kind = MessageCodec.decode(envelope.message()).getClass().getSimpleName();
        counts.merge(kind, 1, Integer::sum);
        lab.cluster.deliver(envelope);
      }
      lab.cluster.runMillis(1, envelope -> false);
    }
    return counts;
  }

  @Test
  void acceptorsForgetWhatIsOverForAll() {
    begin(lab);
    lab.cluster.runMillis(50);
    assertTrue(lab.get("n2", "/status").contains("\"remembered\":1"), lab.get("n2", "/status"));
    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);
    for (String node : lab.cluster.names()) {
      assertTrue(lab.get(node, "/status").contains("\"remembered\":0"), lab.get(node, "/status"));
    }
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(lab));
  }

  /** Whoever comes back in doubt must find the votes, however late. */
  @Test
  void acceptorsRememberForAParticipantThatIsDown() {
    begin(lab);
    lab.runUntil(Commit.class);
    lab.cluster.drop(envelope -> envelope.to().equals("n3"));
    lab.cluster.settle();
    lab.cluster.crash("n3");
    lab.cluster.runMillis(20 * Lab.BRANCH_TIMEOUT_MILLIS);
    lab.cluster.crash("n1");
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    lab.cluster.start("n3");
    lab.cluster.runMillis(3 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(lab));
  }

  @Test
  void lateVotesAndLateBallotsOfForgottenTransactionsChangeNothing() {
    begin(lab);
    lab.runUntil(Phase2a.class);
    Envelope vote = toNode("n3", Phase2a.class);
    TxnId txn = txn(Phase2a.class);
    lab.cluster.runMillis(4 * Lab.BRANCH_TIMEOUT_MILLIS);
    lab.cluster.deliverCopy(vote);
    Ballot ballot = new Ballot(1, "n2", 1);
    lab.cluster.send("n2", "n3", MessageCodec.encode(new Phase1a(txn, ballot, BOTH)));
    lab.cluster.send("n2", "n1", MessageCodec.encode(new Phase1a(txn, ballot, BOTH)));
    lab.cluster.settle();
    assertTrue(lab.get("n3", "/status").contains("\"remembered\":1"));
    lab.cluster.runMillis(4 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertTrue(lab.get("n3", "/status").contains("\"remembered\":0"));
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(lab));
  }

  @Test
  void everythingOutlivesAKillOfAllNodes() {
    begin(lab);
    lab.runUntil(Commit.class);
    for (String node : lab.cluster.names()) {
      lab.cluster.crash(node);
    }
    lab.cluster.drop(envelope -> true);
    lab.cluster.startAll();
    lab.cluster.runMillis(3 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", readBoth(lab));
  }

  @Test
  void folderOfTheOtherProtocolIsRefused() {
    Lab twoPhase = new Lab(CommitProtocol.TWO_PHASE);
    twoPhase.cluster.crash("n1");
    TxnConfig paxos =
        new TxnConfig(Isolation.STRICT_SERIALIZABLE, CommitProtocol.PAXOS, 20, 400, 1000, Set.of());
    twoPhase.next = new TwoPhaseCommitServer(paxos);
    CorruptFileException refused =
        assertThrows(CorruptFileException.class, () -> twoPhase.cluster.start("n1"));
    assertEquals(
        "file 'epoch': expected the commit protocol that this folder began with, found '1'",
        refused.getMessage());
  }

  @Test
  void acceptorsAreOddInNumber() {
    TxnConfig config =
        new TxnConfig(Isolation.STRICT_SERIALIZABLE, CommitProtocol.PAXOS, 20, 400, 1000, Set.of());
    assertEquals(List.of("n1"), new Acceptors("n1", List.of("n2"), config).names());
    Acceptors ofFour = new Acceptors("n4", List.of("n1", "n2", "n3"), config);
    assertEquals(List.of("n1", "n2", "n3"), ofFour.names());
    assertFalse(ofFour.areMajority(1));
    assertTrue(ofFour.areMajority(2));
    assertTrue(new Acceptors("n1", List.of(), config).areMajority(1));
    assertEquals("n1", new Placement("n1", List.of("n2", "n3")).nodeOf(ON_1));
  }

  private TxnId txn(Class<? extends Message.OfTransaction> kind) {
    return kind.cast(MessageCodec.decode(Lab.first(lab.cluster, kind).message())).txn();
  }

  private Envelope toNode(String node, Class<? extends Message> kind) {
    return lab.cluster.inFlight().stream()
        .filter(is(kind).and(envelope -> envelope.to().equals(node)))
        .findFirst()
        .orElseThrow();
  }

  private static Predicate<Envelope> from(String node, Class<? extends Message> kind) {
    return is(kind).and(envelope -> envelope.from().equals(node));
  }
}
