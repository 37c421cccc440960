package dev.assay.raftkv.client;

import dev.assay.harness.SystemProvider.SystemConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was asked for on the command line, checked.
 *
 * @param serverFlags for every server's command line: its options and its bugs
 * @param seed the servers' seeds are drawn from it
 * @param raftPort on which servers listen for each other; 0 for any free one
 * @param clientPort on which servers listen for clients; 0 for any free one
 */
record Settings(
    List<String> serverFlags, long seed, int raftPort, int clientPort, Attempts.Timeouts timeouts) {

  private static final int HOUR_MILLIS = 3_600_000;

  /** Options that servers have under the same name; theirs is the default. */
  private static final List<Option> OF_SERVER =
      List.of(
          new Option("election-timeout-millis", 10, HOUR_MILLIS, "400: a follower waits N to 2N"),
          new Option("heartbeat-millis", 1, HOUR_MILLIS, "a fifth of the election timeout"),
          new Option("request-timeout-millis", 1, HOUR_MILLIS, "2000: a server gives up a request"),
          new Option("sessions-max", 1, 1 << 30, "1024: client sessions that servers keep"),
          new Option("batch-entries-max", 1, 1 << 20, "1024: log entries in one AppendEntries"),
          new Option("pipeline-batches-max", 1, 1000, "4: AppendEntries on their way to a node"),
          new Option("snapshot-entries", 1, 1 << 30, "10000: applied entries between snapshots"),
          new Option("snapshot-chunk-bytes", 1, 1 << 22, "262144: of a snapshot in one message"),
          new Option("pre-vote", 0, 1, "1: ask whether one could win before one campaigns"),
          new Option("invariant-level", 0, 2, "0: how costly invariants are that servers check"),
          new Option(
              "lease-drift-ppm",
              0,
              900_000,
              "off: read by lease, safe if clocks run within N millionths"));

  private static final Option RAFT_PORT =
      new Option("raft-port", 0, 65_535, "0, any free one: where nodes listen for each other");
  private static final Option CLIENT_PORT =
      new Option("client-port", 0, 65_535, "0, any free one: where nodes listen for clients");
  private static final Option OPERATION_TIMEOUT =
      new Option("operation-timeout-millis", 1, HOUR_MILLIS, "4000: a client gives up");
  private static final Option ATTEMPT_TIMEOUT =
      new Option("attempt-timeout-millis", 1, HOUR_MILLIS, "1000: a client asks another node");

  public Settings {
    serverFlags = List.copyOf(serverFlags);
  }

  /** Names of options, each with its default and what it means. */
  static Map<String, String> describe() {
    Map<String, String> described = new LinkedHashMap<>();
    all().forEach(option -> described.put(option.name, option.meaning));
    return described;
  }

  /**
   * Checks what was asked for.
   *
   * @param bugs those that there are
   * @throws IllegalArgumentException for an unknown option or bug or an illegal value
   */
  static Settings of(SystemConfig config, List<String> bugs) {
    Map<String, String> options = new TreeMap<>(config.options());
    check(options);
    requireKnown("bug", config.bugs(), bugs);
    List<String> flags = new ArrayList<>();
    for (Option option : OF_SERVER) {
      if (options.containsKey(option.name)) {
        flags.add("--" + option.name);
        flags.add(Integer.toString(option.of(options, 0)));
      }
    }
    for (String bug : config.bugs()) {
      flags.add("--bug");
      flags.add(bug);
    }
    return new Settings(
        flags,
        config.seed(),
        RAFT_PORT.of(options, 0),
        CLIENT_PORT.of(options, 0),
        new Attempts.Timeouts(
            OPERATION_TIMEOUT.of(options, 4000), ATTEMPT_TIMEOUT.of(options, 1000)));
  }

  /**
   * Checks options alone.
   *
   * @throws IllegalArgumentException for an unknown option or an illegal value
   */
  static void check(Map<String, String> options) {
    requireKnown("option", options.keySet(), all().stream().map(Option::name).toList());
    all().forEach(option -> option.of(options, 0));
    int raftPort = RAFT_PORT.of(options, 0);
    if (raftPort != 0 && raftPort == CLIENT_PORT.of(options, 0)) {
      throw new IllegalArgumentException("raft-port and client-port must differ: " + raftPort);
    }
  }

  private static List<Option> all() {
    List<Option> all = new ArrayList<>(OF_SERVER);
    all.addAll(List.of(RAFT_PORT, CLIENT_PORT, OPERATION_TIMEOUT, ATTEMPT_TIMEOUT));
    return all;
  }

  private static void requireKnown(String what, Iterable<String> given, List<String> known) {
    for (String each : given) {
      if (!known.contains(each)) {
        throw new IllegalArgumentException(
            "raft-kv has no "
                + (what + " `" + each + "`; it has ")
                + known.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  /** An option whose value is a whole number within bounds. */
  private record Option(String name, int min, int max, String meaning) {
    int of(Map<String, String> options, int fallback) {
      String text = options.get(name);
      if (text == null) {
        return fallback;
      }
      try {
        int number = Integer.parseInt(text);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw illegal(text);
      }
      throw illegal(text);
    }

    private IllegalArgumentException illegal(String text) {
      return new IllegalArgumentException(
          "raft-kv's option %s must be a whole number from %d to %d, not `%s`"
              .formatted(name, min, max, text));
    }
  }
}
