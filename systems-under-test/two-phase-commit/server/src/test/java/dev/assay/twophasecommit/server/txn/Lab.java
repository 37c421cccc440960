package dev.assay.twophasecommit.server.txn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Http.Request;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.CommitProtocol;
import dev.assay.twophasecommit.server.Isolation;
import dev.assay.twophasecommit.server.TwoPhaseCommitServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Three servers in memory: {@code n1} coordinates, keys are on all. */
final class Lab {
  static final long BRANCH_TIMEOUT_MILLIS = 400;
  static final long REQUEST_TIMEOUT_MILLIS = 1000;

  final ManualCluster cluster;

  /** What nodes run in their next lives. */
  TwoPhaseCommitServer next;

  Lab(Bug... bugs) {
    this(Isolation.STRICT_SERIALIZABLE, bugs);
  }

  Lab(Isolation isolation, Bug... bugs) {
    this(isolation, CommitProtocol.TWO_PHASE, bugs);
  }

  Lab(CommitProtocol commit, Bug... bugs) {
    this(Isolation.STRICT_SERIALIZABLE, commit, bugs);
  }

  private Lab(Isolation isolation, CommitProtocol commit, Bug... bugs) {
    Set<Bug> on = EnumSet.noneOf(Bug.class);
    on.addAll(List.of(bugs));
    TxnConfig config =
        new TxnConfig(isolation, commit, 20, BRANCH_TIMEOUT_MILLIS, REQUEST_TIMEOUT_MILLIS, on);
    next = new TwoPhaseCommitServer(config);
    cluster = new ManualCluster(List.of("n1", "n2", "n3"), 7, name -> next);
    cluster.startAll();
    cluster.runMillis(10);
  }

  /** A key that this node holds; others with other numbers. */
  static String keyOn(String node, int number) {
    Placement placement = new Placement("n1", List.of("n2", "n3"));
    int left = number;
    for (int i = 0; ; i++) {
      String key = "k" + i;
      if (placement.nodeOf(key).equals(node) && left-- == 0) {
        return key;
      }
    }
  }

  static String keyOn(String node) {
    return keyOn(node, 0);
  }

  /** Sends a transaction, and moves nothing. */
  ManualCall begin(String node, String... ops) {
    byte[] body = String.join("\n", ops).getBytes(UTF_8);
    return cluster.request(node, new Request("POST", "/txn", "/txn", Map.of(), Map.of(), body));
  }

  /** Runs a transaction on a cluster that answers, and returns the body of its answer. */
  String run(String node, String... ops) {
    ManualCall call = begin(node, ops);
    cluster.runMillis(REQUEST_TIMEOUT_MILLIS + 200);
    return body(call);
  }

  static String body(ManualCall call) {
    return call.response().map(response -> response.body().strip()).orElse("no answer");
  }

  String get(String node, String path) {
    return body(
        cluster.request(node, new Request("GET", path, path, Map.of(), Map.of(), new byte[0])));
  }

  static Predicate<Envelope> is(Class<? extends Message> kind) {
    return envelope -> kind.isInstance(MessageCodec.decode(envelope.message()));
  }

  static Predicate<Envelope> isNot(Class<? extends Message> kind) {
    return is(kind).negate();
  }

  static Envelope first(ManualCluster cluster, Class<? extends Message> kind) {
    return cluster.inFlight().stream().filter(is(kind)).findFirst().orElseThrow();
  }

  /**
   * A transaction of {@code n1}, which is cut off after the votes. {@code n2} has voted that it
   * only read, which it forgets in a crash, and then a late repetition of the read comes back.
   */
  ManualCall beginWithForgottenVote() {
    ManualCall call = begin("n1", "r " + keyOn("n2"), "append " + keyOn("n3") + " 2");
    runUntil(Message.Execute.class);
    Envelope read = cluster.inFlight().getFirst();
    runUntil(Message.Commit.class);
    cluster.crash("n2");
    cluster.start("n2");
    cluster.runMillis(10, envelope -> false);
    cluster.deliverCopy(read);
    cluster.isolate("n1");
    cluster.drop(envelope -> true);
    return call;
  }

  /** Runs until such a message is on its way; no such message is delivered. */
  void runUntil(Class<? extends Message> kind) {
    for (int i = 0; i < 1000; i++) {
      if (cluster.inFlight().stream().anyMatch(is(kind))) {
        return;
      }
      cluster.runMillis(1, isNot(kind));
    }
    throw new AssertionError("no " + kind.getSimpleName() + ": " + cluster.log());
  }
}
