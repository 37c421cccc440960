package dev.assay.raftkv.server;

import dev.assay.runtime.real.HostPort;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The command line, or a properties file with the same names. */
final class Options {
  static final String USAGE =
      """
      usage: RaftKvServer --id NAME --listen HOST:PORT --client-listen HOST:PORT --dir DIR
        --peers NAME=HOST:PORT,...        every other node, at the address this node is to dial
        --client-peers NAME=HOST:PORT,... where clients reach the other nodes
        --bug NAME                        switch a planted bug on (may be repeated)
        --seed N                          seed of all random draws
        --election-timeout-millis N       a follower waits between N and 2N (400)
        --heartbeat-millis N              how often a leader sends (a fifth of the above)
        --request-timeout-millis N        after this a request is answered with 504 (2000)
        --sessions-max N                  client sessions kept (1024)
        --batch-entries-max N             log entries in one AppendEntries (1024)
        --trace                           log every message handled
        --config FILE                     properties with these names; the command line wins
        --list-bugs | --help
      """;

  private static final Set<String> FLAGS = Set.of("trace");
  private static final List<String> NAMES =
      List.of(
          "id",
          "listen",
          "client-listen",
          "peers",
          "client-peers",
          "dir",
          "bug",
          "seed",
          "election-timeout-millis",
          "heartbeat-millis",
          "request-timeout-millis",
          "sessions-max",
          "batch-entries-max",
          "trace");

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException naming the option, what was expected and what was found
   */
  static Options parse(String... args) throws IOException {
    Options given = new Options();
    Options configured = new Options();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("expected an option, found '" + args[i] + "'");
      }
      String name = args[i].substring(2);
      boolean flag = FLAGS.contains(name);
      if (!flag && i + 1 == args.length) {
        throw new IllegalArgumentException("option --" + name + " needs a value");
      }
      String value = flag ? "true" : args[++i];
      if (name.equals("config")) {
        configured.load(Path.of(value));
      } else {
        given.put(name, value, "option --" + name);
      }
    }
    configured.values.forEach(given.values::putIfAbsent);
    return given;
  }

  private void load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    for (String name : properties.stringPropertyNames()) {
      put(name, properties.getProperty(name), "'" + name + "' in " + file);
    }
  }

  private void put(String name, String value, String where) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "unknown " + where + "; known are " + String.join(", ", NAMES));
    }
    if (name.equals("bug")) {
      values.merge(name, value, (one, other) -> one + "," + other);
    } else if (values.put(name, value) != null) {
      throw new IllegalArgumentException(where + " is given twice");
    }
  }

  String required(String name) {
    String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("option --" + name + " is missing");
    }
    return value;
  }

  HostPort address(String name) {
    try {
      return HostPort.parse(required(name));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("option --" + name + ": " + malformed.getMessage());
    }
  }

  /** {@code NAME=HOST:PORT,…} */
  Map<String, HostPort> addresses(String name) {
    Map<String, HostPort> addresses = new TreeMap<>();
    for (String part : list(name)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "option --" + name + ": expected NAME=HOST:PORT, found '" + part + "'");
      }
      addresses.put(part.substring(0, equals), HostPort.parse(part.substring(equals + 1)));
    }
    return addresses;
  }

  Set<Bug> bugs() {
    Set<Bug> bugs = EnumSet.noneOf(Bug.class);
    for (String label : list("bug")) {
      bugs.add(
          Bug.named(label)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown bug '" + label + "'; --list-bugs shows those there are")));
    }
    return bugs;
  }

  private List<String> list(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : values.getOrDefault(name, "").split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A number of at least {@code min}. */
  long number(String name, long ifMissing, long min) {
    String text = values.get(name);
    if (text == null) {
      return ifMissing;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= min) {
        return value;
      }
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(
          "option --" + name + ": expected a number, found '" + text + "'", notNumber);
    }
    throw new IllegalArgumentException(
        "option --" + name + ": expected at least " + min + ", found " + text);
  }
}
