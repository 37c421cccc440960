package dev.assay.runtime.manual;

import dev.assay.runtime.Clock;
import dev.assay.runtime.Disk;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http;
import dev.assay.runtime.Network;
import dev.assay.runtime.Rng;
import dev.assay.runtime.Timers;
import dev.assay.runtime.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One life of a node: from its start to its crash, after which none of its callbacks runs. */
final class ManualNode implements Env {
  private final ManualCluster cluster;
  private final String name;
  private final MemoryDisk disk;
  private final Rng rng;
  private boolean alive = true;
  private long wallAheadMillis;
  private Network.@Nullable MessageHandler messageHandler;
  private Http.@Nullable Handler requestHandler;

  ManualNode(ManualCluster cluster, String name, MemoryDisk disk, Rng rng) {
    this.cluster = cluster;
    this.name = name;
    this.disk = disk;
    this.rng = rng;
  }

  void setWallAhead(long millis) {
    wallAheadMillis = millis;
  }

  void crash() {
    alive = false;
    messageHandler = null;
    requestHandler = null;
  }

  void receive(String from, byte[] message) {
    if (messageHandler != null) {
      messageHandler.receive(from, message);
    }
  }

  void handle(Http.Request request, Http.Exchange exchange) {
    if (requestHandler != null) {
      requestHandler.handle(request, exchange);
    }
  }

  @Override
  public Clock clock() {
    return new Clock() {
      @Override
      public long monotonicNanos() {
        return cluster.nowNanos();
      }

      @Override
      public long wallMillis() {
        return cluster.nowNanos() / 1_000_000 + wallAheadMillis;
      }
    };
  }

  @Override
  public Rng rng() {
    return rng;
  }

  @Override
  public Timers timers() {
    return (delayNanos, task) ->
        cluster.schedule(
            name,
            delayNanos,
            () -> {
              if (alive) {
                task.run();
              }
            });
  }

  @Override
  public Network network() {
    return new Network() {
      @Override
      public String self() {
        return name;
      }

      @Override
      public List<String> peers() {
        return cluster.names().stream().filter(peer -> !peer.equals(name)).toList();
      }

      @Override
      public void send(String to, byte[] message) {
        cluster.send(name, to, message);
      }

      @Override
      public void onMessage(MessageHandler handler) {
        messageHandler = handler;
      }
    };
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Http http() {
    return handler -> requestHandler = handler;
  }

  @Override
  public Trace trace() {
    return new Trace() {
      @Override
      public void log(String sentence) {
        cluster.log(name, sentence);
      }

      @Override
      public boolean detailed() {
        return true;
      }

      @Override
      public void event(String kind, String details) {
        cluster.log(name, kind + ": " + details);
      }
    };
  }
}
