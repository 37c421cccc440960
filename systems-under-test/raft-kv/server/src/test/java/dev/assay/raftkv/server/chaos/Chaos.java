package dev.assay.raftkv.server.chaos;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.RaftKvServer;
import dev.assay.raftkv.server.http.HttpApi;
import dev.assay.raftkv.server.raft.RaftConfig;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.Rng;
import dev.assay.runtime.manual.ManualCall;
import dev.assay.runtime.manual.ManualCluster;
import dev.assay.runtime.manual.ManualCluster.Envelope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One random run: messages reordered, lost and repeated, links cut, nodes paused, crashed and
 * restarted, and then a while of peace and a last read. The same seed gives the same run.
 */
final class Chaos {
  private static final int FLIGHTS_MAX = 400;
  private static final int REORDER_MAX = 8;

  private final Rng rng;
  private final ManualCluster cluster;
  private final Plan plan;
  private final AppendHistory history = new AppendHistory();
  private final List<ChaosClient> clients = new ArrayList<>();

  /** Which faults there are. */
  enum Weather {
    /** All of them. */
    MIXED,
    /**
     * The leader of the day is cut off: what Figure 8 needs is that one after the other falls
     * early.
     */
    LEADER_HUNT,
    /** All nodes crash at once, and start again. */
    BLACKOUTS
  }

  /**
   * What may happen, and how often.
   *
   * @param strikeChance of a fault at each step
   * @param messageShare of a hundred steps, how many deliver a message
   * @param idleMillisMax how long a client rests after an operation
   */
  private record Plan(Weather weather, double strikeChance, int messageShare, long idleMillisMax) {
    /** Drawn anew for each seed, so that different seeds try different things. */
    static Plan draw(Weather weather, Rng rng) {
      int messageShare = 40 + rng.nextInt(40);
      return weather == Weather.LEADER_HUNT
          ? new Plan(weather, 0.003, messageShare, 100 + rng.nextInt(400))
          : new Plan(weather, List.of(0.0005, 0.002, 0.006).get(rng.nextInt(3)), messageShare, 20);
    }
  }

  Chaos(long seed, int nodes, Weather weather, Bug... bugs) {
    Set<Bug> on = EnumSet.noneOf(Bug.class);
    on.addAll(List.of(bugs));
    this.rng = new Rng(seed);
    this.plan = Plan.draw(weather, rng);
    RaftConfig raft = drawConfig(rng.fork("config"), on);
    HttpApi.Settings api = new HttpApi.Settings(Map.of(), 200, 100, on);
    List<String> names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    cluster =
        new ManualCluster(names, rng.fork("nodes").nextLong(), name -> new RaftKvServer(raft, api));
    cluster.startAll();
    for (int i = 0; i < 4; i++) {
      double reads = i == 0 ? 0.95 : 0.3;
      clients.add(
          new ChaosClient(
              "c" + i, cluster, history, reads, plan.idleMillisMax(), rng.fork("client " + i)));
    }
  }

  /** Clocks of this cluster run alike, so that leases are safe. */
  private static RaftConfig drawConfig(Rng rng, Set<Bug> bugs) {
    boolean hasPreVote = rng.chance(0.5);
    boolean hasLease = rng.chance(0.5);
    return new RaftConfig(
        100,
        20,
        64,
        1 + rng.nextInt(4),
        List.of(3, 20, 100_000).get(rng.nextInt(3)),
        List.of(7, 1000).get(rng.nextInt(2)),
        hasPreVote,
        hasPreVote || hasLease,
        hasLease ? OptionalInt.of(1000) : OptionalInt.empty(),
        2,
        bugs);
  }

  /** What the nodes logged. */
  List<String> log() {
    return cluster.log();
  }

  AppendHistory history() {
    return history;
  }

  /** What is wrong with the run; empty when nothing is. */
  Optional<String> run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    Optional<String> last = peacefulRead();
    return last.isPresent()
        ? history.accusation(last.get())
        : Optional.of("no leader serves, though all is healed: " + lastLines());
  }

  private void step() {
    if (rng.chance(plan.strikeChance())) {
      strike();
    }
    clients.get(rng.nextInt(clients.size())).step();
    int dice = rng.nextInt(100);
    if (dice < plan.messageShare()) {
      moveMessage();
    } else if (dice < plan.messageShare() + 15) {
      completeSync();
    } else {
      cluster.advanceNanos(rng.nextLong(0, 3_000_000));
    }
  }

  private void moveMessage() {
    List<Envelope> ready =
        cluster.inFlight().stream().filter(cluster::isDeliverable).limit(REORDER_MAX).toList();
    if (cluster.inFlight().size() > FLIGHTS_MAX) {
      cluster.drop(envelope -> rng.chance(0.5));
    } else if (!ready.isEmpty()) {
      Envelope envelope = ready.get(rng.chance(0.8) ? 0 : rng.nextInt(ready.size()));
      if (rng.chance(0.02)) {
        cluster.drop(other -> other.number() == envelope.number());
      } else if (rng.chance(0.02)) {
        cluster.deliverCopy(envelope);
      } else {
        cluster.deliver(envelope);
      }
    }
  }

  private void completeSync() {
    any(name -> cluster.isUp(name) && cluster.disk(name).syncsWaiting() > 0)
        .ifPresent(name -> cluster.disk(name).completeSync());
  }

  private Optional<String> any(Predicate<String> which) {
    List<String> matching = cluster.names().stream().filter(which).toList();
    return matching.isEmpty()
        ? Optional.empty()
        : Optional.of(matching.get(rng.nextInt(matching.size())));
  }

  private void strike() {
    switch (plan.weather()) {
      case MIXED -> strikeAny();
      case LEADER_HUNT -> isolateLeader();
      case BLACKOUTS -> {
        crashAll();
        cluster.startAll();
      }
    }
  }

  private void crashAll() {
    cluster.names().stream().filter(cluster::isUp).forEach(name -> cluster.crash(name, rng));
  }

  private void strikeAny() {
    switch (rng.nextInt(15)) {
      case 0, 1 -> any(cluster::isUp).ifPresent(name -> cluster.crash(name, rng));
      case 2 -> crashAll();
      case 3, 4 -> cluster.startAll();
      case 5 -> any(name -> true).ifPresent(cluster::isolate);
      case 6 -> halve();
      case 7 -> any(cluster::isUp).ifPresent(cluster::pause);
      case 8 -> cluster.names().forEach(cluster::resume);
      case 9, 10, 11 -> isolateLeader();
      case 12, 13 -> any(name -> true).ifPresent(this::transferLeadership);
      default -> cluster.heal();
    }
  }

  /** Heals all other links and cuts off who leads in the highest term. */
  private void isolateLeader() {
    Request status = new Request("GET", "/status", "/status", Map.of(), Map.of(), new byte[0]);
    String leader = "";
    long highest = -1;
    for (String name : cluster.names()) {
      String body =
          cluster
              .request(name, status)
              .response()
              .map(ManualCall.Response::body)
              .orElse("\"term\":-1,");
      long term =
          Long.parseLong(body.replaceFirst("(?s).*\"term\":", "").replaceFirst("(?s),.*", ""));
      if (body.contains("\"role\":\"leader\"") && term > highest) {
        highest = term;
        leader = name;
      }
    }
    if (!leader.isEmpty()) {
      cluster.heal();
      cluster.isolate(leader);
    }
  }

  /** Asks every node: the leader alone can do it. */
  private void transferLeadership(String to) {
    String path = "/leader";
    Request request =
        new Request("POST", path + "?to=" + to, path, Map.of("to", to), Map.of(), new byte[0]);
    cluster.names().forEach(name -> cluster.request(name, request));
  }

  private void halve() {
    Set<String> side = Set.copyOf(cluster.names().stream().filter(n -> rng.chance(0.5)).toList());
    for (String from : cluster.names()) {
      for (String to : cluster.names()) {
        if (side.contains(from) != side.contains(to)) {
          cluster.cut(from, to);
        }
      }
    }
  }

  /** Heals everything, waits for a leader and reads what there is; empty when none serves. */
  private Optional<String> peacefulRead() {
    cluster.heal();
    cluster.names().forEach(cluster::resume);
    cluster.startAll();
    Request read = new Request("GET", "/kv/x", "/kv/x", Map.of(), Map.of(), new byte[0]);
    for (int attempt = 0; attempt < 200; attempt++) {
      cluster.runMillis(50);
      for (String name : cluster.names()) {
        ManualCall call = cluster.request(name, read);
        cluster.runMillis(50);
        Optional<String> body = call.response().map(ManualCall.Response::body);
        if (body.isPresent() && body.get().contains("\"ok\":true")) {
          return Optional.of(
              body.get().replaceFirst(".*\"value\":\"", "").replaceFirst("\".*\\s*", ""));
        }
        if (body.isPresent() && body.get().contains("no-value")) {
          return Optional.of("");
        }
      }
    }
    return Optional.empty();
  }

  private List<String> lastLines() {
    return cluster.log().subList(Math.max(0, cluster.log().size() - 40), cluster.log().size());
  }
}
