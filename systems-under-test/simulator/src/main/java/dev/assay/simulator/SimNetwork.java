package dev.assay.simulator;

import dev.assay.runtime.Rng;
import dev.assay.simulator.TraceEvent.Kind;

/** The links between nodes, by number: each direction is a link of its own. */
final class SimNetwork {
  private final SimCluster cluster;
  private final Rng rng;
  private final int nodes;

  /** By from * nodes + to. */
  private final boolean[] cut;

  /** When the last message on a link arrives, for links that keep the order. */
  private final long[] lastArrivalNanos;

  private long messages;

  SimNetwork(SimCluster cluster, int nodes, Rng rng) {
    this.cluster = cluster;
    this.nodes = nodes;
    this.rng = rng;
    this.cut = new boolean[nodes * nodes];
    this.lastArrivalNanos = new long[nodes * nodes];
  }

  void cut(int from, int to) {
    cut[from * nodes + to] = true;
  }

  void heal() {
    java.util.Arrays.fill(cut, false);
  }

  void send(int from, int to, byte[] message) {
    long number = messages++;
    cluster.trace(Kind.SEND, from, to, number, message);
    Weather weather = cluster.weather();
    if (cut[from * nodes + to] || (weather.lossChance() > 0 && rng.chance(weather.lossChance()))) {
      cluster.trace(Kind.LOSE, to, from, number, message);
      return;
    }
    dispatch(weather, from, to, number, message);
    if (weather.duplicateChance() > 0 && rng.chance(weather.duplicateChance())) {
      dispatch(weather, from, to, number, message);
    }
  }

  private void dispatch(Weather weather, int from, int to, long number, byte[] message) {
    long arrival = cluster.nowNanos() + delayNanos(weather);
    if (weather.isOrdered()) {
      int link = from * nodes + to;
      arrival = Math.max(arrival, lastArrivalNanos[link] + 1);
      lastArrivalNanos[link] = arrival;
    }
    cluster.add(arrival, new Delivery(from, to, number, message));
  }

  /** How long one message takes. */
  long delayNanos(Weather weather) {
    boolean isSlow = weather.slowChance() > 0 && rng.chance(weather.slowChance());
    return weather.delayMinNanos()
        + draw(rng, isSlow ? weather.slowScaleNanos() : weather.delayScaleNanos());
  }

  /**
   * A time of which half lie below one scale, half of the rest below two … In whole numbers: a
   * logarithm may differ in its last bit between an interpreter and a compiler.
   */
  static long draw(Rng rng, long scaleNanos) {
    long random = rng.nextLong();
    long whole = Math.min(40, Long.numberOfLeadingZeros(random | 1));
    long fraction = random & 0xf_ffff;
    return scaleNanos * whole + ((scaleNanos * fraction) >>> 20);
  }

  private final class Delivery extends EventQueue.Event {
    private final int from;
    private final int to;
    private final long number;
    private final byte[] message;

    Delivery(int from, int to, long number, byte[] message) {
      this.from = from;
      this.to = to;
      this.number = number;
      this.message = message;
    }

    @Override
    void happen() {
      SimNode node = cluster.node(to);
      if (node == null || cut[from * nodes + to]) {
        cluster.trace(Kind.LOSE, to, from, number, message);
      } else if (node.isPaused()) {
        node.hold(this);
      } else {
        cluster.trace(Kind.RECEIVE, to, from, number, message);
        node.receive(from, message);
      }
    }
  }
}
