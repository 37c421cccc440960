package dev.assay.raftkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.client.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The operator against a cluster that a test plays. */
class RaftKvOperatorTest {
  private static final String OK = "{\"ok\":true}";

  /** Timers and answers that wait, with their times. */
  private final List<Task> tasks = new ArrayList<>();

  private final List<String> asked = new ArrayList<>();
  private BiFunction<String, String, String> cluster = (node, path) -> OK;
  private long nowNanos;

  private record Task(long timeNanos, Runnable what) {}

  private final class Played implements Transport {
    @Override
    public List<String> nodes() {
      return List.of("n1", "n2", "n3");
    }

    @Override
    public long nowNanos() {
      return nowNanos;
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
      tasks.add(new Task(nowNanos + delayNanos, task));
    }

    @Override
    public void exchange(String node, Request request, long timeoutNanos, Callback callback) {
      asked.add(node + " " + request.method() + " " + request.target());
      String body = cluster.apply(node, request.target());
      schedule(
          1_000_000,
          body.isEmpty()
              ? () -> callback.failed(true, "silence")
              : () -> callback.answered(new Answer(200, body)));
    }

    @Override
    public void close() {}
  }

  private final RaftKvOperator operator = new RaftKvOperator(Played::new);

  /** Lets everything happen until that time. */
  private void runUntil(long seconds) {
    while (true) {
      Task next = null;
      for (Task task : tasks) {
        if (next == null || task.timeNanos() < next.timeNanos()) {
          next = task;
        }
      }
      if (next == null || next.timeNanos() > seconds * 1_000_000_000) {
        return;
      }
      tasks.remove(next);
      nowNanos = next.timeNanos();
      next.what().run();
    }
  }

  private static String refusal(String error, String leader) {
    return "{\"ok\":false,\"definite\":true,\"error\":\"%s\",\"leader\":\"%s\"}"
        .formatted(error, leader);
  }

  @Test
  void asksForWhatChangesAndAsksTheLeader() {
    cluster = (node, path) -> node.equals("n2") ? OK : refusal("not-leader", "n2");

    operator.wantMembers(Set.of("n1", "n2"));
    runUntil(10);

    assertEquals(List.of("n1 POST /members?remove=n3", "n2 POST /members?remove=n3"), asked);
    asked.clear();
    operator.wantMembers(Set.of("n1", "n2", "n3"));
    runUntil(20);
    assertEquals(List.of("n2 POST /members?add=n3"), asked);
  }

  @Test
  void refusedOnesAreAskedForAgainAndSilentNodesLeft() {
    cluster =
        (node, path) -> {
          if (node.equals("n1")) {
            return "";
          }
          return asked.size() < 6 ? refusal("refused", "n2") : OK;
        };

    operator.wantMembers(Set.of("n1", "n2"));
    runUntil(10);

    assertEquals("n1 POST /members?remove=n3", asked.getFirst());
    assertEquals(
        Set.of("n2 POST /members?remove=n3"), new TreeSet<>(asked.subList(1, asked.size())));
    assertEquals(6, asked.size());
  }

  @Test
  void laterWishReplacesEarlierOne() {
    cluster = (node, path) -> refusal("no-leader", "");
    operator.wantMembers(Set.of("n1"));
    runUntil(1);
    operator.wantMembers(Set.of("n1", "n2", "n3"));
    asked.clear();
    runUntil(2);

    assertTrue(asked.stream().allMatch(request -> request.contains("add=")), asked.toString());
    cluster = (node, path) -> OK;
    runUntil(3);
    asked.clear();
    runUntil(10);
    assertEquals(List.of(), asked, "all is as wanted");
  }

  @Test
  void nobodyAsksForEver() {
    cluster = (node, path) -> refusal("no-leader", "");
    operator.wantMembers(Set.of("n1", "n2"));
    runUntil(62);
    asked.clear();
    runUntil(100);

    assertEquals(List.of(), asked);
  }

  @Test
  void leaderIsAskedForAFewTimes() {
    cluster = (node, path) -> refusal("no-leader", "");
    operator.wantLeader("n3");
    runUntil(10);

    assertEquals(4, asked.size());
    assertTrue(asked.stream().allMatch(request -> request.endsWith("POST /leader?to=n3")));
  }
}
