package dev.assay.twophasecommit.server.txn;

import static dev.assay.twophasecommit.server.txn.Lab.body;
import static dev.assay.twophasecommit.server.txn.Lab.isNot;
import static dev.assay.twophasecommit.server.txn.Lab.keyOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.twophasecommit.server.txn.Message.Acknowledge;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Execute;
import dev.assay.twophasecommit.server.txn.Message.Inquire;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Bernstein, Hadzilacos and Goodman 1987, chapter 7, and Mohan, Lindsay and Obermarck 1986, §3.1
 * (presumed abort).
 */
class CommitPaperTest {
  private static final String ON_2 = keyOn("n2");
  private static final String ON_3 = keyOn("n3");

  private final Lab lab = new Lab();

  @Test
  void section7_1_allParticipantsReachTheSameDecision() {
    assertEquals(
        "{\"ok\":true,\"values\":[[1],[2],[1]]}",
        lab.run("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2", "r " + ON_2));
    assertEquals("{\"ok\":true,\"values\":[[2],[1]]}", lab.run("n2", "r " + ON_3, "r " + ON_2));
  }

  @Test
  void section7_4_missingVoteAbortsEverywhere() {
    ManualCall call = lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Prepare.class);
    lab.cluster.crash("n3");
    lab.cluster.runMillis(Lab.REQUEST_TIMEOUT_MILLIS + 200);
    assertTrue(body(call).contains("\"definite\":true"), body(call));

    lab.cluster.start("n3");
    assertEquals("{\"ok\":true,\"values\":[null,null]}", lab.run("n1", "r " + ON_2, "r " + ON_3));
  }

  @Test
  void section7_4_participantThatVotedIsBlockedUntilItsCoordinatorIsBack() {
    lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Commit.class);
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);
    lab.cluster.runMillis(3 * Lab.BRANCH_TIMEOUT_MILLIS);

    assertTrue(lab.get("n2", "/in-doubt").startsWith("1 in doubt"), lab.get("n2", "/in-doubt"));
    assertTrue(lab.get("n2", "/in-doubt").contains("blocks " + ON_2));
    assertTrue(lab.get("n2", "/status").contains("\"coordinator\":\"n1\""));
    assertTrue(lab.run("n2", "r " + ON_2).contains("aborted"), "its keys are locked");

    lab.cluster.start("n1");
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
    assertEquals("no transaction is in doubt", lab.get("n2", "/in-doubt"));
  }

  @Test
  void section7_4_cooperativeTermination_whoKnowsTellsWhoIsInDoubt() {
    lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Commit.class);
    lab.cluster.settle(envelope -> envelope.to().equals("n2"));
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);
    assertTrue(lab.get("n3", "/in-doubt").startsWith("1 in doubt"));

    lab.cluster.runMillis(Lab.BRANCH_TIMEOUT_MILLIS);

    assertEquals("no transaction is in doubt", lab.get("n3", "/in-doubt"));
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
  }

  @Test
  void section7_4_cooperativeTermination_whoHasNotVotedAborts() {
    lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Prepare.class);
    lab.cluster.settle(envelope -> envelope.to().equals("n2"));
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);

    lab.cluster.runMillis(2 * Lab.BRANCH_TIMEOUT_MILLIS);

    assertEquals("no transaction is in doubt", lab.get("n2", "/in-doubt"));
    assertEquals("{\"ok\":true,\"values\":[null,null]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
  }

  @Test
  void section7_4_cooperativeTermination_whoMayHaveVotedDecidesNothing() {
    ManualCall call = lab.beginWithForgottenVote();

    lab.cluster.runMillis(3 * Lab.BRANCH_TIMEOUT_MILLIS);
    assertTrue(lab.get("n3", "/in-doubt").startsWith("1 in doubt"), lab.get("n3", "/in-doubt"));

    lab.cluster.heal();
    lab.cluster.runMillis(Lab.BRANCH_TIMEOUT_MILLIS);
    assertEquals("{\"ok\":true,\"values\":[null,[2]]}", body(call));
    assertEquals("{\"ok\":true,\"values\":[[2]]}", lab.run("n2", "r " + ON_3));
  }

  @Test
  void section7_5_participantRecoversInDoubtWithItsLocks() {
    lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Commit.class);
    lab.cluster.crash("n2");
    lab.cluster.isolate("n1");
    lab.cluster.drop(envelope -> true);
    lab.cluster.start("n2");
    lab.cluster.runMillis(50);

    assertTrue(lab.get("n2", "/in-doubt").startsWith("1 in doubt"), lab.get("n2", "/in-doubt"));
    assertTrue(lab.run("n2", "append " + ON_2 + " 9").contains("aborted"));

    lab.cluster.heal();
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
  }

  @Test
  void presumedAbort_prepareRecordIsForcedBeforeTheVote() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Prepare.class);
    lab.cluster.deliver(lab.cluster.inFlight().getFirst());
    assertFalse(lab.cluster.inFlight().stream().anyMatch(Lab.is(Vote.class)));
    lab.cluster.disk("n2").completeSync();
    assertTrue(lab.cluster.inFlight().stream().anyMatch(Lab.is(Vote.class)));
  }

  @Test
  void presumedAbort_commitRecordIsForcedBeforeAnybodyIsTold() {
    ManualCall call = lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Vote.class);
    lab.cluster.deliver(lab.cluster.inFlight().getFirst());
    assertEquals("no answer", body(call));
    assertFalse(lab.cluster.inFlight().stream().anyMatch(Lab.is(Commit.class)));
    lab.cluster.disk("n1").completeSync();
    assertEquals("{\"ok\":true,\"values\":[[1]]}", body(call));
    assertTrue(lab.cluster.inFlight().stream().anyMatch(Lab.is(Commit.class)));
  }

  @Test
  void presumedAbort_coordinatorThatKnowsNothingAnswersAbort() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Vote.class);
    lab.cluster.drop(Lab.is(Vote.class));
    lab.cluster.crash("n1");
    lab.cluster.start("n1");
    assertTrue(lab.get("n2", "/in-doubt").startsWith("1 in doubt"));

    lab.runUntil(Inquire.class);
    lab.cluster.runMillis(50);

    assertEquals("no transaction is in doubt", lab.get("n2", "/in-doubt"));
    assertEquals("{\"ok\":true,\"values\":[null]}", lab.run("n2", "r " + ON_2));
  }

  @Test
  void presumedAbort_commitIsRememberedUntilAllHaveAcknowledged() {
    lab.begin("n1", "append " + ON_2 + " 1");
    lab.runUntil(Acknowledge.class);
    assertTrue(lab.get("n1", "/status").contains(":[\"n2\"]"), lab.get("n1", "/status"));
    lab.cluster.crash("n1");
    lab.cluster.drop(envelope -> true);
    lab.cluster.start("n1");
    lab.cluster.runMillis(5, isNot(Acknowledge.class));
    assertTrue(lab.get("n1", "/status").contains(":[\"n2\"]"), "the crash forgets nothing");
    lab.cluster.runMillis(200);
    assertTrue(lab.get("n1", "/status").contains("\"unacknowledged\":{}"));
  }

  @Test
  void presumedAbort_readOnlyParticipantHearsNoMoreAfterItsVote() {
    lab.begin("n1", "append " + ON_2 + " 1", "r " + ON_3);
    lab.runUntil(Commit.class);
    assertTrue(
        lab.cluster.inFlight().stream()
            .filter(Lab.is(Commit.class))
            .allMatch(envelope -> envelope.to().equals("n2")));
    assertTrue(lab.get("n3", "/status").contains("\"active\":0"));
  }

  /** A new branch would not know that it has voted, and would decide for those in doubt. */
  @Test
  void presumedAbort_readOnlyParticipantBeginsNothingAnewAfterItsVote() {
    lab.begin("n1", "append " + ON_2 + " 1", "r " + ON_3);
    Predicate<Envelope> toReader =
        Lab.is(Execute.class).and(envelope -> envelope.to().equals("n3"));
    lab.cluster.settle(toReader.negate());
    Envelope late = lab.cluster.inFlight().stream().filter(toReader).findFirst().orElseThrow();
    lab.runUntil(Commit.class);
    lab.cluster.send(late.from(), late.to(), late.message());
    lab.cluster.settle(toReader);
    assertTrue(lab.get("n3", "/status").contains("\"active\":0"), lab.get("n3", "/status"));
  }

  @Test
  void restartedParticipantVotesNoOnWhatItHasForgotten() {
    ManualCall call = lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    lab.runUntil(Prepare.class);
    lab.cluster.crash("n2");
    lab.cluster.start("n2");
    lab.cluster.runMillis(200);
    // Its first attempt is aborted; the coordinator's next one succeeds, with each element once.
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", body(call));
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
  }

  @Test
  void repeatedAndLateMessagesChangeNothing() {
    ManualCall call = lab.begin("n1", "append " + ON_2 + " 1", "append " + ON_3 + " 2");
    for (int i = 0; i < 2000 && call.response().isEmpty(); i++) {
      for (Envelope envelope : List.copyOf(lab.cluster.inFlight())) {
        lab.cluster.deliverCopy(envelope);
      }
      lab.cluster.runMillis(1);
    }
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", body(call));
    assertEquals("{\"ok\":true,\"values\":[[1],[2]]}", lab.run("n2", "r " + ON_2, "r " + ON_3));
  }
}
