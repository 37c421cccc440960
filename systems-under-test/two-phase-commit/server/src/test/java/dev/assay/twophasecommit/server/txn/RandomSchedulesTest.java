package dev.assay.twophasecommit.server.txn;

import static dev.assay.twophasecommit.server.txn.Lab.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.Rng;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.CommitProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All orders of messages, losses, repetitions, syncs and crashes are possible; whatever comes, a
 * transaction happens in all its parts or in none, as its client was told, and in the end nobody is
 * in doubt and nothing is remembered (Gray and Lamport 2006, §2: stability, consistency,
 * non-blocking).
 */
class RandomSchedulesTest {
  /** {@code -Dassay.campaign.seeds=100000} tries more. */
  private static final long SEEDS = Long.getLong("assay.campaign.seeds", 300);

  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final List<String> KEYS = NODES.stream().map(Lab::keyOn).toList();
  private static final int TRANSACTIONS = 5;
  private static final int STEPS = 600;

  private static final Pattern VALUE = Pattern.compile("\\[([0-9,]+)]");

  private final List<ManualCall> calls = new ArrayList<>();
  private final List<Integer> appendsOf = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void transactionsHappenWhollyOrNotAtAll(CommitProtocol protocol) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertEquals(Optional.empty(), wrongOf(seed, protocol), "seed " + seed);
    }
  }

  /** So what is looked for can be seen. */
  @Test
  void brokenTakeoversAreSeen() {
    for (Bug bug : List.of(Bug.IGNORED_VOTES, Bug.MINORITY_DECISION, Bug.UNCHECKED_PROMISE)) {
      assertTrue(
          LongStream.rangeClosed(1, 1000)
              .anyMatch(seed -> wrongOf(seed, CommitProtocol.PAXOS, bug).isPresent()),
          bug.label());
    }
  }

  /** What is wrong after a run, if anything. */
  private Optional<String> wrongOf(long seed, CommitProtocol protocol, Bug... bugs) {
    Rng rng = new Rng(seed);
    Lab lab = new Lab(protocol, bugs);
    calls.clear();
    appendsOf.clear();
    for (int step = 0; step < STEPS; step++) {
      if (calls.size() < TRANSACTIONS && rng.nextInt(60) == 0) {
        begin(lab, rng);
      }
      step(lab.cluster, rng);
    }
    lab.cluster.startAll();
    lab.cluster.runMillis(20 * Lab.BRANCH_TIMEOUT_MILLIS);
    return wrongAtTheEnd(lab);
  }

  /** Every transaction appends its number to some keys, at least two. */
  private void begin(Lab lab, Rng rng) {
    int number = calls.size();
    int leftOut = rng.nextInt(4);
    List<String> ops = new ArrayList<>();
    for (int i = 0; i < KEYS.size(); i++) {
      ops.add(i == leftOut ? "r " + KEYS.get(i) : "append " + KEYS.get(i) + " " + number);
    }
    appendsOf.add(leftOut < KEYS.size() ? KEYS.size() - 1 : KEYS.size());
    calls.add(lab.begin(NODES.get(rng.nextInt(NODES.size())), ops.toArray(String[]::new)));
  }

  private static void step(ManualCluster cluster, Rng rng) {
    String node = NODES.get(rng.nextInt(NODES.size()));
    List<Envelope> inFlight = cluster.inFlight();
    int what = rng.nextInt(100);
    if (what < 50 && !inFlight.isEmpty()) {
      cluster.deliver(inFlight.get(rng.nextInt(inFlight.size())));
    } else if (what < 55 && !inFlight.isEmpty()) {
      cluster.deliverCopy(inFlight.get(rng.nextInt(inFlight.size())));
    } else if (what < 60 && !inFlight.isEmpty()) {
      Envelope lost = inFlight.get(rng.nextInt(inFlight.size()));
      cluster.drop(envelope -> envelope.number() == lost.number());
    } else if (what < 80 && cluster.isUp(node) && cluster.disk(node).syncsWaiting() > 0) {
      cluster.disk(node).completeSync();
    } else if (what < 96) {
      cluster.advanceNanos(rng.nextLong(1, 30_000_000));
    } else if (what < 98 && cluster.isUp(node)) {
      cluster.crash(node, rng);
    } else if (!cluster.isUp(node)) {
      cluster.start(node);
    }
  }

  private Optional<String> wrongAtTheEnd(Lab lab) {
    String text = lab.run("n1", KEYS.stream().map(key -> "r " + key).toArray(String[]::new));
    if (!text.startsWith("{\"ok\":true")) {
      return Optional.of("the keys cannot be read: " + text);
    }
    List<List<String>> lists =
        VALUE.matcher(text).results().map(it -> List.of(it.group(1).split(","))).toList();
    for (int i = 0; i < calls.size(); i++) {
      String number = Integer.toString(i);
      String answer = body(calls.get(i));
      long appended = lists.stream().flatMap(List::stream).filter(number::equals).count();
      long in = lists.stream().filter(list -> list.contains(number)).count();
      if (appended != in
          || (appended != 0 && appended != appendsOf.get(i))
          || (appended == 0 && answer.contains("\"ok\":true"))
          || (appended > 0 && answer.contains("aborted"))) {
        return Optional.of("transaction %d, told %s: %s".formatted(i, answer, text));
      }
    }
    for (String node : NODES) {
      String status = lab.get(node, "/status");
      if (!status.contains("\"inDoubt\":[]")
          || !status.contains("\"undecided\":0")
          || !status.contains("\"remembered\":0")) {
        return Optional.of("not at rest: " + status);
      }
    }
    return Optional.empty();
  }
}
