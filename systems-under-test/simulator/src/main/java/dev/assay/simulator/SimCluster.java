package dev.assay.simulator;

import dev.assay.runtime.Http;
import dev.assay.runtime.Program;
import dev.assay.runtime.Rng;
import dev.assay.simulator.TraceEvent.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, network, disks and clocks in one thread and virtual time.
 *
 * <p>Nothing happens but in {@link #step}, which lets the next event happen. The same seed, weather
 * and calls give the same events: {@link #traceHash} tells. Not for use by two threads.
 */
public final class SimCluster {
  /** How a cluster is made. */
  public record Setup(
      List<String> names, long seed, Weather weather, Function<String, Program> programs) {
    public Setup {
      names = List.copyOf(names);
    }
  }

  /** Hears what is wrong with the programs themselves. */
  public interface Listener {
    /** A program threw; its node has crashed. */
    void programFailed(String node, Throwable failure);
  }

  /** Hears what comes of a request; one of the two, at most once. */
  public interface Answers {
    void answered(int status, byte[] body);

    /**
     * There is no answer.
     *
     * @param mayHaveArrived false when the server cannot have seen the request
     */
    void failed(boolean mayHaveArrived, String why);
  }

  private final List<String> names;
  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final Function<String, Program> programs;
  private final EventQueue queue = new EventQueue();
  private final Rng order;
  private final Rng clients;
  private final Rng seeds;
  private final SimNetwork network;
  private final SimDisk[] disks;
  private final SimClock[] clocks;
  private final @Nullable SimNode[] nodes;
  private final Listener listener;
  private final Tracer tracer;
  private final Function<byte[], String> describe;
  private Weather weather;
  private long nowNanos;
  private long lives;
  private long requests;
  private long happened;

  /** A cluster of nodes that are all down, whose trace nobody wants. */
  public SimCluster(Setup setup, Listener listener) {
    this(setup, listener, null, bytes -> "");
  }

  /**
   * A cluster of nodes that are all down.
   *
   * @param trace hears every event, or null
   * @param describe puts a message between nodes into words, for the trace
   */
  public SimCluster(
      Setup setup,
      Listener listener,
      @Nullable Consumer<TraceEvent> trace,
      Function<byte[], String> describe) {
    this.names = setup.names();
    this.programs = setup.programs();
    this.weather = setup.weather();
    this.listener = listener;
    this.tracer = new Tracer(trace);
    this.describe = describe;
    this.seeds = new Rng(setup.seed());
    this.order = seeds.fork("order");
    this.clients = seeds.fork("clients");
    this.network = new SimNetwork(this, names.size(), seeds.fork("network"));
    this.disks = new SimDisk[names.size()];
    this.clocks = new SimClock[names.size()];
    this.nodes = new @Nullable SimNode[names.size()];
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
      disks[i] = new SimDisk(seeds.fork("disk " + names.get(i)));
      clocks[i] = new SimClock(this, weather, seeds.fork("clock " + names.get(i)));
    }
  }

  public List<String> names() {
    return names;
  }

  /** True time since the beginning. */
  public long nowNanos() {
    return nowNanos;
  }

  /** How many events have happened. */
  public long events() {
    return happened;
  }

  /** A hash over all that happened: equal for equal runs, and else hardly ever. */
  public long traceHash() {
    return tracer.hash();
  }

  public Weather weather() {
    return weather;
  }

  /** From now on; the drift of clocks stays as it was drawn. */
  public void setWeather(Weather weather) {
    this.weather = weather;
  }

  /** Lets the next event happen; false when there is none. */
  public boolean step() {
    if (!isNextWithin(Long.MAX_VALUE)) {
      return false;
    }
    nowNanos = queue.firstTimeNanos();
    happened++;
    queue.remove().happen();
    return true;
  }

  private boolean isNextWithin(long timeNanos) {
    queue.dropCancelled();
    return !queue.isEmpty() && queue.firstTimeNanos() <= timeNanos;
  }

  /** Lets everything happen that is due within that time. */
  public void run(long nanos) {
    long end = nowNanos + nanos;
    while (isNextWithin(end)) {
      step();
    }
    nowNanos = end;
  }

  /**
   * Lets things happen until that time, or until the condition holds after one of them.
   *
   * @throws IllegalStateException when nothing is left to happen and there is no such time
   */
  public void runUntil(long timeNanos, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (!isNextWithin(timeNanos)) {
        if (timeNanos == Long.MAX_VALUE) {
          throw new IllegalStateException("waiting for something that nothing can bring about");
        }
        nowNanos = Math.max(nowNanos, timeNanos);
        return;
      }
      step();
    }
  }

  /**
   * Asks a node beside the simulation: takes no time, and the node's handler should change nothing.
   *
   * @return the body of the answer; empty when the node is down or paused or does not answer at
   *     once
   */
  public Optional<byte[]> ask(String name, Http.Request request) {
    SimNode node = nodes[indexOf(name)];
    if (node == null || node.isPaused()) {
      return Optional.empty();
    }
    List<byte[]> bodies = new ArrayList<>();
    node.ask(request, (status, headers, type, body) -> bodies.add(body));
    return bodies.stream().findFirst();
  }

  /** Runs a task of whoever drives the cluster at that time, or now when that is past. */
  public Cancellable schedule(long timeNanos, Runnable task) {
    EventQueue.Event event = event(task);
    // No random number: who drives the cluster must not shift the order of its events.
    queue.add(Math.max(nowNanos, timeNanos), 0, event);
    return event::cancel;
  }

  /** A task that waits for its time. */
  @FunctionalInterface
  public interface Cancellable {
    void cancel();
  }

  public boolean isUp(String name) {
    return nodes[indexOf(name)] != null;
  }

  public boolean isPaused(String name) {
    SimNode node = nodes[indexOf(name)];
    return node != null && node.isPaused();
  }

  /** Starts a node on what its disk holds; without effect when it is up. */
  public void start(String name) {
    int index = indexOf(name);
    if (nodes[index] == null) {
      Rng rng = seeds.fork(name + " life " + ++lives);
      SimNode node = new SimNode(this, index, clocks[index], disks[index], rng);
      nodes[index] = node;
      traceWords(Kind.START, index, 0, () -> "");
      node.start(programs.apply(name));
    }
  }

  /** Stops a node at once, as SIGKILL and a loss of power do together. */
  public void crash(String name) {
    crash(indexOf(name), "");
  }

  private void crash(int index, String why) {
    SimNode node = nodes[index];
    if (node != null) {
      nodes[index] = null;
      traceWords(Kind.CRASH, index, 0, () -> why);
      node.crash();
      disks[index].crash();
    }
  }

  /** Stops a node's thread: what it would do or hear waits until it is resumed. */
  public void pause(String name) {
    SimNode node = nodes[indexOf(name)];
    if (node != null && !node.isPaused()) {
      traceWords(Kind.PAUSE, indexOf(name), 0, () -> "");
      node.pause();
    }
  }

  public void resume(String name) {
    SimNode node = nodes[indexOf(name)];
    if (node != null && node.isPaused()) {
      traceWords(Kind.RESUME, indexOf(name), 0, () -> "");
      node.resume();
    }
  }

  /** Loses, from now on, what one node sends to another, and what of it is on its way. */
  public void cut(String from, String to) {
    tracer.event(nowNanos, Kind.CUT, indexOf(from), indexOf(to), -1, 0);
    tracer.tell(() -> new TraceEvent(nowNanos, Kind.CUT, to, from, -1, ""));
    network.cut(indexOf(from), indexOf(to));
  }

  /** Lets all messages pass again. */
  public void heal() {
    tracer.event(nowNanos, Kind.HEAL, -1, -1, -1, 0);
    tracer.tell(() -> new TraceEvent(nowNanos, Kind.HEAL, "", null, -1, "all links"));
    network.heal();
  }

  /** Sets a node's wall clock forward, or back when negative. */
  public void jumpClock(String name, long millis) {
    clocks[indexOf(name)].jump(millis);
  }

  /** Lets every read of the node's disk fail, or no longer. */
  public void failReads(String name, boolean fail) {
    disks[indexOf(name)].failReads(fail);
  }

  /**
   * Flips one random bit of a file.
   *
   * @return whether it had any
   */
  public boolean flipBit(String name, String file) {
    return disks[indexOf(name)].flipBit(file);
  }

  /** Sends a client's request to a node. Clients reach every node, whatever is cut. */
  public void request(String client, String node, Http.Request request, Answers answers) {
    double chance = weather.breakChance();
    boolean breaks = chance > 0 && clients.chance(chance);
    boolean isBefore = breaks && clients.chance(0.3);
    new SimRequest(this, client, indexOf(node), requests++, request, answers)
        .send(isBefore, breaks && !isBefore);
  }

  int indexOf(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no node " + name + " here; there are " + names);
    }
    return index;
  }

  @Nullable SimNode node(int index) {
    return nodes[index];
  }

  SimNetwork network() {
    return network;
  }

  void add(long timeNanos, EventQueue.Event event) {
    queue.add(timeNanos, order.nextLong(), event);
  }

  void add(long timeNanos, long random, EventQueue.Event event) {
    queue.add(timeNanos, random, event);
  }

  /** Between a client and a node. */
  void afterDelay(EventQueue.Event event) {
    long delay = weather.delayMinNanos() + SimNetwork.draw(clients, weather.delayScaleNanos());
    queue.add(nowNanos + delay, clients.nextLong(), event);
  }

  EventQueue.Event event(Runnable task) {
    return new EventQueue.Event() {
      @Override
      void happen() {
        task.run();
      }
    };
  }

  void failed(int index, Throwable failure) {
    crash(index, failure.toString());
    listener.programFailed(names.get(index), failure);
  }

  boolean isTraced() {
    return tracer.isListened();
  }

  void trace(Kind kind, int node, int peer, long message, byte[] content) {
    tracer.event(nowNanos, kind, node, peer, message, Tracer.contentOf(content));
    if (tracer.isListened()) {
      tracer.tell(
          () ->
              new TraceEvent(
                  nowNanos,
                  kind,
                  names.get(node),
                  names.get(peer),
                  message,
                  describe.apply(content)));
    }
  }

  void traceWords(Kind kind, int node, long content, Supplier<String> words) {
    tracer.event(nowNanos, kind, node, -1, -1, content);
    if (tracer.isListened()) {
      tracer.tell(() -> new TraceEvent(nowNanos, kind, names.get(node), null, -1, words.get()));
    }
  }

  void traceRequest(Kind kind, String client, int node, long number, String words) {
    tracer.event(nowNanos, kind, node, -1, number, words.hashCode());
    if (tracer.isListened()) {
      boolean atClient = kind == Kind.REQUEST || kind == Kind.ANSWERED || kind == Kind.FAILED;
      String name = names.get(node);
      tracer.tell(
          () ->
              new TraceEvent(
                  nowNanos,
                  kind,
                  atClient ? client : name,
                  atClient ? name : client,
                  number,
                  words));
    }
  }

  /** Not in the hash: a program says more when somebody listens. */
  void tellStep(int node, String words) {
    tracer.tell(() -> new TraceEvent(nowNanos, Kind.STEP, names.get(node), null, -1, words));
  }

  /** Whether nodes are up, in their order. */
  public List<String> up() {
    List<String> up = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] != null) {
        up.add(names.get(i));
      }
    }
    return up;
  }
}
