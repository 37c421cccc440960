package dev.assay.twophasecommit.client;

import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.twophasecommit.server.Bug;
import dev.assay.twophasecommit.server.CommitProtocol;
import dev.assay.twophasecommit.server.Isolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line, checked.
 *
 * @param serverFlags for every server's command line: its options and its bugs
 * @param ofRegisters whether transactions write or increment registers, and have no lists
 * @param seed the servers' seeds are drawn from it
 * @param serverPort on which servers listen for each other; 0 for any free one
 * @param clientPort on which servers listen for clients; 0 for any free one
 */
record Settings(
    List<String> serverFlags,
    boolean ofRegisters,
    long seed,
    int serverPort,
    int clientPort,
    int operationTimeoutMillis) {
  private static final int HOUR_MILLIS = 3_600_000;
  private static final String ISOLATION = "isolation";
  private static final String COMMIT = "commit";

  /** Options that servers have under the same name; theirs is the default. */
  private static final List<Option> OF_SERVER =
      List.of(
          new Option("request-timeout-millis", 1, HOUR_MILLIS, "2000: a coordinator aborts"),
          new Option(
              "branch-timeout-millis", 10, HOUR_MILLIS, "1000: a participant without vote aborts"),
          new Option("resend-millis", 2, HOUR_MILLIS, "50: what has no answer is sent again"));

  private static final Option SERVER_PORT =
      new Option("server-port", 0, 65_535, "0, any free one: where nodes listen for each other");
  private static final Option CLIENT_PORT =
      new Option("client-port", 0, 65_535, "0, any free one: where nodes listen for clients");
  private static final Option OPERATION_TIMEOUT =
      new Option("operation-timeout-millis", 1, HOUR_MILLIS, "4000: a client gives up");

  public Settings {
    serverFlags = List.copyOf(serverFlags);
  }

  /** Names of options, each with its default and what it means. */
  static Map<String, String> describe() {
    Map<String, String> described = new LinkedHashMap<>();
    described.put(ISOLATION, "strict-serializable; or " + String.join(", ", weaker()));
    described.put(COMMIT, "two-phase; or paxos: ends without the coordinator, by consensus");
    numbers().forEach(option -> described.put(option.name, option.meaning));
    return described;
  }

  private static List<String> weaker() {
    return Arrays.stream(Isolation.values()).skip(1).map(Isolation::label).toList();
  }

  /**
   * Checks what was asked for.
   *
   * @throws IllegalArgumentException for an unknown option or bug or an illegal value
   */
  static Settings of(SystemConfig config) {
    Map<String, String> options = new TreeMap<>(config.options());
    check(options);
    requireKnown("bug", config.bugs(), Arrays.stream(Bug.values()).map(Bug::label).toList());
    List<String> flags = new ArrayList<>();
    requireEffect(config.bugs(), options.get(COMMIT));
    for (String name : List.of(ISOLATION, COMMIT)) {
      String value = options.get(name);
      if (value != null) {
        flags.addAll(List.of("--" + name, value));
      }
    }
    for (Option option : OF_SERVER) {
      if (options.containsKey(option.name)) {
        flags.addAll(List.of("--" + option.name, Integer.toString(option.of(options, 0))));
      }
    }
    config.bugs().forEach(bug -> flags.addAll(List.of("--bug", bug)));
    return new Settings(
        flags,
        config.workload().matches("rw-register|long-fork|counter-inc|closed-predicate"),
        config.seed(),
        SERVER_PORT.of(options, 0),
        CLIENT_PORT.of(options, 0),
        OPERATION_TIMEOUT.of(options, 4000));
  }

  /**
   * Checks options alone.
   *
   * @throws IllegalArgumentException for an unknown option or an illegal value
   */
  static void check(Map<String, String> options) {
    requireKnown("option", options.keySet(), List.copyOf(describe().keySet()));
    requireOneOf(options, ISOLATION, Isolation.values(), Isolation::label);
    requireOneOf(options, COMMIT, CommitProtocol.values(), CommitProtocol::label);
    numbers().forEach(option -> option.of(options, 0));
    int serverPort = SERVER_PORT.of(options, 0);
    if (serverPort != 0 && serverPort == CLIENT_PORT.of(options, 0)) {
      throw new IllegalArgumentException("server-port and client-port must differ: " + serverPort);
    }
  }

  /**
   * What the timestamps of snapshots are an order for. Clocks differ, so a snapshot may be before a
   * commit that its client has heard of; and locks order transactions that tell no timestamp.
   */
  static List<String> keptByTimestamps(Map<String, String> options) {
    String level = options.getOrDefault(ISOLATION, Isolation.STRICT_SERIALIZABLE.label());
    if (!level.equals(Isolation.SNAPSHOT_ISOLATION.label())) {
      throw new IllegalArgumentException(
          "two-phase-commit tells timestamps that are an order of its transactions with the option"
              + " %s=%s, not with %s"
                  .formatted(ISOLATION, Isolation.SNAPSHOT_ISOLATION.label(), level));
    }
    return List.of(level);
  }

  private static <T> void requireOneOf(
      Map<String, String> options, String name, T[] all, Function<T, String> label) {
    String value = options.get(name);
    if (value != null) {
      requireKnown(name, List.of(value), Arrays.stream(all).map(label).toList());
    }
  }

  /** A bug in what the other commit protocol does could never be found. */
  private static void requireEffect(List<String> bugs, @Nullable String commit) {
    CommitProtocol protocol =
        CommitProtocol.PAXOS.label().equals(commit)
            ? CommitProtocol.PAXOS
            : CommitProtocol.TWO_PHASE;
    for (Bug bug : Bug.values()) {
      if (bugs.contains(bug.label()) && !bug.isOf(protocol)) {
        throw new IllegalArgumentException(
            "two-phase-commit's bug `%s` has no effect with the option %s=%s; give the other one"
                .formatted(bug.label(), COMMIT, protocol.label()));
      }
    }
  }

  private static List<Option> numbers() {
    List<Option> all = new ArrayList<>(OF_SERVER);
    all.addAll(List.of(SERVER_PORT, CLIENT_PORT, OPERATION_TIMEOUT));
    return all;
  }

  private static void requireKnown(String what, Iterable<String> given, List<String> known) {
    for (String each : given) {
      if (!known.contains(each)) {
        throw new IllegalArgumentException(
            "two-phase-commit has no %s `%s`; it has %s"
                .formatted(what, each, String.join(", ", known)));
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
          "two-phase-commit's option %s must be a whole number from %d to %d, not `%s`"
              .formatted(name, min, max, text));
    }
  }
}
