package dev.assay.simulator;

import dev.assay.runtime.Disk;
import dev.assay.runtime.Env;
import dev.assay.runtime.Network;
import dev.assay.runtime.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A program that tells a random peer every millisecond how often it was told something. */
final class Gossip implements Program {
  static final long PERIOD_NANOS = 1_000_000;

  /** Messages received, by sender, in the order of arrival. */
  final Map<String, List<Integer>> heard = new TreeMap<>();

  Env env = new NoEnv().env();
  private int sent;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  @Override
  public void start(Env env) {
    this.env = env;
    Network network = env.network();
    network.onMessage(
        (from, message) ->
            heard.computeIfAbsent(from, any -> new java.util.ArrayList<>()).add((int) message[0]));
    env.http()
        .serve(
            (request, exchange) -> exchange.respond(200, Map.of(), "text/plain", new byte[] {1}));
    tick();
  }

  private void tick() {
    List<String> peers = env.network().peers();
    String to = peers.get(env.rng().nextInt(peers.size()));
    int number = numbers.merge(to, 1, Integer::sum);
    env.network().send(to, new byte[] {(byte) number});
    sent++;
    env.timers().schedule(PERIOD_NANOS, this::tick);
  }

  int sent() {
    return sent;
  }

  /** Stands for the time before the start. */
  private record NoEnv() {
    Env env() {
      return (Env)
          java.lang.reflect.Proxy.newProxyInstance(
              Env.class.getClassLoader(),
              new Class<?>[] {Env.class},
              (proxy, method, arguments) -> {
                throw new IllegalStateException("not started");
              });
    }
  }

  /** A file of the node. */
  Disk.AppendFile file() {
    return env.disk().open("log");
  }
}
