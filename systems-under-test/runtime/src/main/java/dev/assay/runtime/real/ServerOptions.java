package dev.assay.runtime.real;

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
import java.util.function.Function;
import java.util.stream.Collectors;

/** A server's command line, or a properties file with the same names. */
public class ServerOptions {
  private final Map<String, String> values = new LinkedHashMap<>();

  private final List<String> names;

  /**
   * Reads the arguments; a file named by {@code --config} gives what they leave open.
   *
   * @param names all options there are
   * @param flags those among them that take no value
   * @throws IllegalArgumentException naming the option, what was expected and what was found
   */
  protected ServerOptions(List<String> names, Set<String> flags, String... args)
      throws IOException {
    this.names = names;
    ServerOptions configured = new ServerOptions(names);
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("expected an option, found '" + args[i] + "'");
      }
      String name = args[i].substring(2);
      boolean flag = flags.contains(name);
      if (!flag && i + 1 == args.length) {
        throw new IllegalArgumentException("option --" + name + " needs a value");
      }
      String value = flag ? "true" : args[++i];
      if (name.equals("config")) {
        configured.load(Path.of(value));
      } else {
        put(name, value, "option --" + name);
      }
    }
    configured.values.forEach(values::putIfAbsent);
  }

  private ServerOptions(List<String> names) {
    this.names = names;
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
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "unknown " + where + "; known are " + String.join(", ", names));
    }
    if (name.equals("bug")) {
      values.merge(name, value, (one, other) -> one + "," + other);
    } else if (values.put(name, value) != null) {
      throw new IllegalArgumentException(where + " is given twice");
    }
  }

  /** What must be given. */
  public String required(String name) {
    String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("option --" + name + " is missing");
    }
    return value;
  }

  /** {@code HOST:PORT} */
  public HostPort address(String name) {
    try {
      return HostPort.parse(required(name));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("option --" + name + ": " + malformed.getMessage());
    }
  }

  /** {@code NAME=HOST:PORT,…} */
  public Map<String, HostPort> addresses(String name) {
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

  /** Parts between commas, without empty ones. */
  public List<String> list(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : values.getOrDefault(name, "").split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  /** One of the values, by its label. */
  public <T> T oneOf(String name, T ifMissing, List<T> all, Function<T, String> label) {
    String text = values.get(name);
    if (text == null) {
      return ifMissing;
    }
    return all.stream()
        .filter(each -> label.apply(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "option --%s: expected one of %s, found %s"
                        .formatted(
                            name,
                            all.stream().map(label).collect(Collectors.joining(", ")),
                            text)));
  }

  /** The planted bugs that {@code --bug} names, by their labels. */
  public <B extends Enum<B>> Set<B> bugs(Class<B> all, Function<B, String> label) {
    Set<B> bugs = EnumSet.noneOf(all);
    for (String text : list("bug")) {
      bugs.add(
          EnumSet.allOf(all).stream()
              .filter(bug -> label.apply(bug).equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown bug '" + text + "'; --list-bugs shows those there are")));
    }
    return bugs;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A number of at least {@code min}. */
  public long number(String name, long ifMissing, long min) {
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

  /**
   * What the host is told by the options that all servers have: {@code id}, {@code listen}, {@code
   * client-listen}, {@code peers}, {@code dir}, {@code seed}, {@code trace}.
   *
   * @param drawnSeed when none is given
   */
  public RealHost.Config hostConfig(long drawnSeed) {
    String id = required("id");
    Map<String, HostPort> peers = addresses("peers");
    if (peers.containsKey(id)) {
      throw new IllegalArgumentException(
          "option --peers: expected the other nodes, found " + id + " itself");
    }
    return new RealHost.Config(
        id,
        address("listen"),
        address("client-listen"),
        peers,
        Path.of(required("dir")),
        number("seed", drawnSeed, Long.MIN_VALUE),
        has("trace"));
  }
}
