package dev.assay.eventualkv.client;

import dev.assay.eventualkv.server.Bug;
import dev.assay.eventualkv.server.EventualKvServer;
import dev.assay.harness.SystemProvider.SystemConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked for on the command line, checked.
 *
 * @param workload what clients do, and so what keys hold
 * @param serverFlags for every server's command line: its options and its bugs
 * @param seed the servers' seeds are drawn from it
 */
record Settings(
    String workload,
    List<String> serverFlags,
    long seed,
    int serverPort,
    int clientPort,
    int operationTimeoutMillis) {
  private static final String OPERATION_TIMEOUT = "operation-timeout-millis";

  /** Options that servers have under the same name, with their defaults. */
  private static final Map<String, String> OF_SERVER = ofServer();

  public Settings {
    serverFlags = List.copyOf(serverFlags);
  }

  private static Map<String, String> ofServer() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("replicas", "3: how many nodes keep a key");
    options.put("read-quorum", "2: how many replicas answer a read");
    options.put("write-quorum", "2: how many nodes keep an update before it is acknowledged");
    options.put("sloppy-quorum", "1: others stand in for silent replicas; 0: they do not");
    options.put("conflicts", "siblings, or lww where the workload keeps one value");
    options.put("suspect-millis", "100: a replica silent for so long is taken to be down");
    options.put("handoff-millis", "500: how often hints are handed over");
    options.put("anti-entropy-millis", "1000: how often hash trees are compared");
    options.put("request-timeout-millis", "2000: a node gives a request up");
    return options;
  }

  /** Names of options, each with its default and what it means. */
  static Map<String, String> describe() {
    Map<String, String> described = new LinkedHashMap<>(OF_SERVER);
    described.put("server-port", "0, any free one: where nodes listen for each other");
    described.put("client-port", "0, any free one: where nodes listen for clients");
    described.put(OPERATION_TIMEOUT, "4000: a client gives up");
    return described;
  }

  /**
   * Checks what was asked for.
   *
   * @throws IllegalArgumentException for an unknown option or bug or an illegal value
   */
  static Settings of(SystemConfig config) {
    Map<String, String> options = new TreeMap<>(config.options());
    requireKnown("option", options.keySet(), List.copyOf(describe().keySet()));
    requireKnown("bug", config.bugs(), Arrays.stream(Bug.values()).map(Bug::label).toList());
    List<String> flags = new ArrayList<>();
    boolean isCausal = config.workload().equals("causal-register");
    flags.addAll(List.of("--consistency", isCausal ? "causal" : "eventual"));
    boolean keepsOneValue =
        config.workload().equals("register") || config.workload().equals("eventual-register");
    options.putIfAbsent("conflicts", keepsOneValue ? "lww" : "siblings");
    for (String name : OF_SERVER.keySet()) {
      String value = options.get(name);
      if (value != null) {
        flags.addAll(List.of("--" + name, value));
      }
    }
    config.bugs().forEach(bug -> flags.addAll(List.of("--bug", bug)));
    EventualKvServer.requireLegal(flags);
    int serverPort = number(options, "server-port", 0, 65_535, 0);
    int clientPort = number(options, "client-port", 0, 65_535, 0);
    if (serverPort != 0 && serverPort == clientPort) {
      throw new IllegalArgumentException("server-port and client-port must differ: " + serverPort);
    }
    int timeout = number(options, OPERATION_TIMEOUT, 1, 3_600_000, 4000);
    return new Settings(config.workload(), flags, config.seed(), serverPort, clientPort, timeout);
  }

  private static int number(
      Map<String, String> options, String name, int min, int max, int ifMissing) {
    String text = options.getOrDefault(name, Integer.toString(ifMissing));
    if (text.matches("[0-9]{1,9}")
        && Integer.parseInt(text) >= min
        && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "eventual-kv's option %s must be a whole number from %d to %d, not `%s`"
            .formatted(name, min, max, text));
  }

  private static void requireKnown(String what, Iterable<String> given, List<String> known) {
    for (String each : given) {
      if (!known.contains(each)) {
        throw new IllegalArgumentException(
            "eventual-kv has no %s `%s`; it has %s"
                .formatted(what, each, String.join(", ", known)));
      }
    }
  }
}
