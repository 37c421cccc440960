package dev.assay.simulator;

import dev.assay.runtime.Clock;
import dev.assay.runtime.Disk;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http;
import dev.assay.runtime.Network;
import dev.assay.runtime.Program;
import dev.assay.runtime.Rng;
import dev.assay.runtime.Timers;
import dev.assay.runtime.Trace;
import dev.assay.simulator.TraceEvent.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One life of a node: from its start to its crash, after which none of its callbacks runs. */
final class SimNode implements Env, Network, Timers, Trace, Http {
  private final SimCluster cluster;
  private final int index;
  private final SimClock clock;
  private final SimDisk medium;
  private final Disk disk;
  private final Rng rng;
  private final Rng disks;
  private final List<String> peers;
  private boolean isAlive = true;
  private boolean isPaused;
  private long lastSyncNanos;
  private Network.@Nullable MessageHandler messageHandler;
  private Http.@Nullable Handler requestHandler;

  /** What waits for the end of a pause, oldest first. */
  private final ArrayDeque<EventQueue.Event> held = new ArrayDeque<>();

  /** Requests without an answer: their connections break when the node crashes. */
  private final List<SimRequest> requests = new ArrayList<>();

  SimNode(SimCluster cluster, int index, SimClock clock, SimDisk medium, Rng rng) {
    this.cluster = cluster;
    this.index = index;
    this.clock = clock;
    this.medium = medium;
    this.disk = new TimedDisk();
    this.rng = rng;
    this.disks = rng.fork("fsync");
    this.peers = new ArrayList<>(cluster.names());
    this.peers.remove(index);
  }

  void start(Program program) {
    run(() -> program.start(this));
  }

  void crash() {
    isAlive = false;
    messageHandler = null;
    requestHandler = null;
    held.clear();
    List.copyOf(requests).forEach(SimRequest::breakOff);
    requests.clear();
  }

  boolean isPaused() {
    return isPaused;
  }

  void pause() {
    isPaused = true;
  }

  void resume() {
    if (isPaused) {
      isPaused = false;
      while (!held.isEmpty()) {
        cluster.add(cluster.nowNanos(), 0, held.remove());
      }
    }
  }

  void hold(EventQueue.Event event) {
    held.add(event);
  }

  void receive(int from, byte[] message) {
    Network.MessageHandler handler = messageHandler;
    if (handler != null) {
      run(() -> handler.receive(cluster.names().get(from), message));
    }
  }

  /** Whether somebody listens for requests. */
  boolean serves() {
    return requestHandler != null;
  }

  void handle(SimRequest request) {
    Http.Handler handler = requestHandler;
    if (handler != null) {
      requests.add(request);
      run(() -> handler.handle(request.content(), request));
    }
  }

  void ask(Http.Request request, Http.Exchange exchange) {
    Http.Handler handler = requestHandler;
    if (handler != null) {
      run(() -> handler.handle(request, exchange));
    }
  }

  void answered(SimRequest request) {
    requests.remove(request);
  }

  /** Runs a callback of the program; one that throws ends this life. */
  private void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | StackOverflowError e) {
      cluster.failed(index, e);
    }
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Rng rng() {
    return rng;
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public Network network() {
    return this;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Http http() {
    return this;
  }

  @Override
  public Trace trace() {
    return this;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    Own event = new Own(Kind.TIMER, task);
    cluster.add(clock.trueTimeAfter(Math.max(0, delayNanos)), event);
    return event::cancel;
  }

  @Override
  public String self() {
    return cluster.names().get(index);
  }

  @Override
  public List<String> peers() {
    return peers;
  }

  @Override
  public void send(String to, byte[] message) {
    int receiver = cluster.indexOf(to);
    if (receiver == index || message.length > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "cannot send " + message.length + " bytes from " + self() + " to " + to);
    }
    if (isAlive) {
      cluster.network().send(index, receiver, message);
    }
  }

  @Override
  public void onMessage(MessageHandler handler) {
    messageHandler = handler;
  }

  @Override
  public void serve(Handler handler) {
    requestHandler = handler;
  }

  @Override
  public void log(String sentence) {
    cluster.traceWords(Kind.LOG, index, sentence.hashCode(), () -> sentence);
  }

  @Override
  public boolean detailed() {
    return cluster.isTraced();
  }

  @Override
  public void event(String kind, String details) {
    cluster.tellStep(index, kind + ": " + details);
  }

  /** Something that only this life of the node may see. */
  private final class Own extends EventQueue.Event {
    private final Kind kind;
    private final Runnable task;

    Own(Kind kind, Runnable task) {
      this.kind = kind;
      this.task = task;
    }

    @Override
    void happen() {
      if (!isAlive) {
        return;
      }
      if (isPaused) {
        hold(this);
        return;
      }
      cluster.traceWords(kind, index, 0, () -> "");
      run(task);
    }
  }

  /** The node's disk, on which every fsync takes its time. */
  private final class TimedDisk implements Disk {
    @Override
    public java.util.Optional<byte[]> read(String name) {
      return medium.read(name);
    }

    @Override
    public void replace(String name, byte[] content) {
      medium.replace(name, content);
    }

    @Override
    public AppendFile open(String name) {
      return medium.open(name);
    }

    @Override
    public void sync(Runnable onDurable) {
      medium.sync(onDurable);
      long scale = cluster.weather().syncScaleNanos();
      long done = cluster.nowNanos() + SimNetwork.draw(disks, scale);
      // Syncs end in the order in which they were asked for.
      lastSyncNanos = Math.max(done, lastSyncNanos + 1);
      cluster.add(lastSyncNanos, 0, new Own(Kind.SYNC, medium::completeSync));
    }
  }
}
