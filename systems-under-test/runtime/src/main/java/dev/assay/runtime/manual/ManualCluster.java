package dev.assay.runtime.manual;

import dev.assay.runtime.Http;
import dev.assay.runtime.Program;
import dev.assay.runtime.Rng;
import dev.assay.runtime.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Nodes in memory, and their world in the hands of a test.
 *
 * <p>Single-threaded and deterministic: the same calls give the same run. An exception of a program
 * comes out of the call that caused it.
 */
public final class ManualCluster {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int LOG_LINES_MAX = 20_000;

  private final List<String> names;
  private final Function<String, Program> programs;
  private final Rng rng;
  private final Map<String, MemoryDisk> disks = new TreeMap<>();
  private final Map<String, ManualNode> nodes = new TreeMap<>();
  private final Set<String> paused = new TreeSet<>();
  private final Set<Link> cut = new TreeSet<>(Comparator.comparing(Link::toString));
  private final List<Envelope> inFlight = new ArrayList<>();
  private final List<Task> heldBack = new ArrayList<>();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));
  private final List<String> log = new ArrayList<>();
  private long nowNanos;
  private long taskNumber;
  private long messageNumber;
  private int lives;

  /** A message on its way. */
  @SuppressWarnings("ArrayRecordComponent") // Told apart by their number.
  public record Envelope(long number, String from, String to, byte[] message) {}

  private record Link(String from, String to) {}

  private record Task(long dueNanos, long number, String node, Runnable action) {}

  /**
   * A cluster whose nodes are all down.
   *
   * @param programs makes the program of a node, anew for each of its lives
   */
  public ManualCluster(List<String> names, long seed, Function<String, Program> programs) {
    this.names = List.copyOf(names);
    this.rng = new Rng(seed);
    this.programs = programs;
    names.forEach(name -> disks.put(name, new MemoryDisk()));
  }

  public List<String> names() {
    return names;
  }

  public long nowNanos() {
    return nowNanos;
  }

  /** The node's disk, which outlives crashes. */
  public MemoryDisk disk(String name) {
    return MissingNodeException.require(disks, name);
  }

  public boolean isUp(String name) {
    return nodes.containsKey(name);
  }

  /** Starts a node that is down, on what its disk holds. */
  public void start(String name) {
    if (isUp(name)) {
      throw new IllegalStateException(name + " is up");
    }
    ManualNode node = new ManualNode(this, name, disk(name), rng.fork(name + " life " + ++lives));
    nodes.put(name, node);
    programs.apply(name).start(node);
  }

  public void startAll() {
    names.stream().filter(name -> !isUp(name)).forEach(this::start);
  }

  /**
   * Stops a node at once. What it had not synced survives in part, as the random numbers want it.
   */
  public void crash(String name, Rng whatSurvives) {
    stop(name);
    disk(name).crash(whatSurvives);
  }

  /** Stops a node at once; all that it had not synced is lost. */
  public void crash(String name) {
    stop(name);
    disk(name).crash();
  }

  private void stop(String name) {
    MissingNodeException.require(nodes, name).crash();
    nodes.remove(name);
    resume(name);
  }

  /** Holds a node's timers and syncs, and the messages to it, until it is resumed. */
  public void pause(String name) {
    paused.add(name);
  }

  public void resume(String name) {
    paused.remove(name);
    tasks.addAll(heldBack.stream().filter(task -> task.node().equals(name)).toList());
    heldBack.removeIf(task -> task.node().equals(name));
  }

  /** Sets the wall clock of this life of a node forward, or back when negative. */
  public void setWallAhead(String name, long millis) {
    MissingNodeException.require(nodes, name).setWallAhead(millis);
  }

  /** Loses, from now on, what is sent from one node to another. */
  public void cut(String from, String to) {
    cut.add(new Link(from, to));
  }

  /** Cuts a node off from all others, both ways. */
  public void isolate(String name) {
    names.stream()
        .filter(other -> !other.equals(name))
        .forEach(
            other -> {
              cut(name, other);
              cut(other, name);
            });
  }

  public void heal() {
    cut.clear();
  }

  /** Messages on their way, oldest first. */
  public List<Envelope> inFlight() {
    return Collections.unmodifiableList(inFlight);
  }

  /** Takes a message off the network and hands it to its receiver, if that is up. */
  public void deliver(Envelope envelope) {
    remove(envelope);
    deliverCopy(envelope);
  }

  /** Hands a message to its receiver without taking it off the network. */
  public void deliverCopy(Envelope envelope) {
    ManualNode receiver = nodes.get(envelope.to());
    if (receiver != null) {
      receiver.receive(envelope.from(), envelope.message());
    }
  }

  /** Loses the messages on their way that match. */
  public void drop(Predicate<Envelope> which) {
    inFlight.removeIf(which);
  }

  private void remove(Envelope envelope) {
    if (!inFlight.removeIf(other -> other.number() == envelope.number())) {
      throw new IllegalArgumentException("that message is not on its way");
    }
  }

  /** Whether the message's receiver can take it now. */
  public boolean isDeliverable(Envelope envelope) {
    return !paused.contains(envelope.to());
  }

  /**
   * Completes all syncs and delivers all messages, and what they cause, until only timers are left.
   */
  public void settle() {
    settle(envelope -> true);
  }

  /** The same, for messages that match; the others stay on their way. */
  public void settle(Predicate<Envelope> which) {
    boolean moved = true;
    while (moved) {
      moved = completeSyncs();
      for (Envelope envelope : List.copyOf(inFlight)) {
        if (isDeliverable(envelope) && which.test(envelope)) {
          deliver(envelope);
          moved = true;
        }
      }
    }
  }

  private boolean completeSyncs() {
    boolean any = false;
    for (String name : names) {
      while (isUp(name) && !paused.contains(name) && disk(name).syncsWaiting() > 0) {
        disk(name).completeSync();
        any = true;
      }
    }
    return any;
  }

  /** Moves the clock, running timers when they are due and settling after each. */
  public void runMillis(long millis) {
    runMillis(millis, envelope -> true);
  }

  /** The same, delivering only messages that match. */
  public void runMillis(long millis, Predicate<Envelope> which) {
    long end = nowNanos + millis * NANOS_PER_MILLI;
    settle(which);
    while (!tasks.isEmpty() && tasks.element().dueNanos() <= end) {
      runNextTimer();
      settle(which);
    }
    nowNanos = end;
  }

  /** Moves the clock without delivering anything: timers that are due run. */
  public void advanceNanos(long nanos) {
    long end = nowNanos + nanos;
    while (!tasks.isEmpty() && tasks.element().dueNanos() <= end) {
      runNextTimer();
    }
    nowNanos = end;
  }

  private void runNextTimer() {
    Task task = tasks.remove();
    nowNanos = Math.max(nowNanos, task.dueNanos());
    if (paused.contains(task.node())) {
      heldBack.add(task);
    } else {
      task.action().run();
    }
  }

  /** Sends a request to a node that is up; one that is down never answers. */
  public ManualCall request(String node, Http.Request request) {
    ManualCall call = new ManualCall();
    ManualNode receiver = nodes.get(node);
    if (receiver != null) {
      receiver.handle(request, call);
    }
    return call;
  }

  /** What nodes logged, oldest first; at most the last lines. */
  public List<String> log() {
    return Collections.unmodifiableList(log);
  }

  Timers.Timer schedule(String node, long delayNanos, Runnable action) {
    Task task = new Task(nowNanos + Math.max(0, delayNanos), taskNumber++, node, action);
    tasks.add(task);
    return () -> {
      tasks.remove(task);
      heldBack.remove(task);
    };
  }

  /** Puts a message on its way, as if a node had sent it, unless that link is cut. */
  public void send(String from, String to, byte[] message) {
    if (!cut.contains(new Link(from, to))) {
      inFlight.add(new Envelope(messageNumber++, from, to, message));
    }
  }

  void log(String node, String sentence) {
    if (log.size() == LOG_LINES_MAX) {
      log.subList(0, LOG_LINES_MAX / 2).clear();
    }
    log.add("%d us %s %s".formatted(nowNanos / 1000, node, sentence));
  }
}
