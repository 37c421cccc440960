package dev.assay.harness.cluster.hosts;

import dev.assay.harness.cluster.ClusterOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One host as a user writes it: {@code [user@]host[:port] [name=NAME] [key=FILE] [address=IP]}.
 *
 * @param name the node's, unique within the cluster
 * @param keyFile the private key; empty for the agent's and the user's own
 * @param address under which the other nodes and the clients reach it; empty for the one that it
 *     was logged in to at
 */
public record HostSpec(
    String name, String host, int port, String user, String keyFile, String address) {
  private static final int HOSTS_MAX = 1000;
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.$-]{0,63}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern LOGIN =
      Pattern.compile("(?:([^@\\s]+)@)?(\\[[0-9a-fA-F:.]+\\]|[^:@\\s\\[\\]]+)(?::(\\d{1,5}))?");

  /** Reads a file with one host a line; {@code #} begins a comment. */
  public static List<HostSpec> readFile(Path file, ClusterOptions options) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + ": expected a list of hosts of at most 1 MiB");
    }
    List<HostSpec> hosts = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      String text = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (!text.isEmpty()) {
        hosts.add(parse(text, file + ":" + number, options));
      }
    }
    return checked(hosts, file.toString());
  }

  /** Reads hosts from one text, with commas between them. */
  public static List<HostSpec> parseList(String text, ClusterOptions options) {
    List<HostSpec> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      hosts.add(parse(part.strip(), "--nodes " + text, options));
    }
    return checked(hosts, "--nodes " + text);
  }

  private static HostSpec parse(String text, String where, ClusterOptions options) {
    String[] words = text.split("\\s+");
    Matcher login = LOGIN.matcher(words[0]);
    if (!login.matches()) {
      throw bad(where, "[user@]host[:port]", words[0]);
    }
    String host = login.group(2).replaceAll("[\\[\\]]", "");
    String user = login.group(1) == null ? options.user() : login.group(1);
    int port = login.group(3) == null ? 22 : Integer.parseInt(login.group(3));
    String name = host.replace(':', '-');
    String key = options.keyFile() == null ? "" : options.keyFile().toString();
    String address = "";
    for (int i = 1; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      switch (words[i].substring(0, Math.max(0, words[i].indexOf('=')))) {
        case "name" -> name = value;
        case "key" -> key = home(value);
        case "address" -> address = value;
        default -> throw bad(where, "name=NAME, key=FILE or address=IP", words[i]);
      }
    }
    if (port < 1 || port > 65535) {
      throw bad(where, "a port from 1 to 65535", words[0]);
    }
    if (!USER.matcher(user).matches()) {
      throw bad(where, "the name of a user", user);
    }
    if (!NAME.matcher(name).matches()) {
      throw bad(where, "a name of letters, digits, dots and dashes", name);
    }
    if (!address.isEmpty() && !ADDRESS.matcher(address).matches()) {
      throw bad(where, "an IP address", address);
    }
    return new HostSpec(name, host, port, user, key, address);
  }

  private static String home(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home", "") + path.substring(1) : path;
  }

  private static List<HostSpec> checked(List<HostSpec> hosts, String where) {
    if (hosts.isEmpty() || hosts.size() > HOSTS_MAX) {
      throw bad(where, "1 to " + HOSTS_MAX + " hosts", hosts.size() + " hosts");
    }
    Set<String> names = new HashSet<>();
    for (HostSpec host : hosts) {
      if (!names.add(host.name)) {
        throw bad(where, "hosts of different names (add name=NAME)", host.name + " twice");
      }
    }
    return List.copyOf(hosts);
  }

  private static IllegalArgumentException bad(String where, String expected, String found) {
    return new IllegalArgumentException(where + ": expected " + expected + ", found: " + found);
  }
}
