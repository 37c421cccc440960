package dev.assay.harness.cluster;

import dev.assay.harness.cluster.hosts.HostSpec;
import dev.assay.harness.cluster.hosts.HostsCluster;
import dev.assay.harness.cluster.local.LocalCluster;
import dev.assay.harness.cluster.netns.NetnsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens clusters from what a user writes after {@code --nodes}. */
public final class Clusters {
  private static final int COUNT_DEFAULT = 5;
  private static final Pattern MADE_HERE = Pattern.compile("(local|netns)(?::(.*))?");
  private static final Pattern LIKE_HOSTS = Pattern.compile("[,@]|:[0-9]+$|^[0-9]+(\\.[0-9]+){3}$");

  private Clusters() {}

  /** A cluster that was asked for and is not there yet. */
  @FunctionalInterface
  public interface Described {
    /** Brings it up. */
    Cluster open() throws IOException;
  }

  /** {@link #describe} and {@link Described#open}. */
  public static Cluster open(String nodes, ClusterOptions options) throws IOException {
    return describe(nodes, options).open();
  }

  /**
   * Understands the text and touches nothing: {@code local} or {@code netns}, with a count as in
   * {@code local:5}; a file with a host a line; or hosts with commas between them. A single host is
   * written as {@code user@host}, {@code host:port}, or with a comma behind it; an address is one.
   *
   * @throws IllegalArgumentException when the text describes none; the message says what was
   *     expected
   * @throws IOException when the file cannot be read
   */
  public static Described describe(String nodes, ClusterOptions options) throws IOException {
    Matcher made = MADE_HERE.matcher(nodes);
    if (made.matches()) {
      boolean isLocal = made.group(1).equals("local");
      int countMax = isLocal ? LocalCluster.NODES_MAX : NetnsCluster.NODES_MAX;
      int count = count(nodes, made.group(2), countMax);
      return isLocal
          ? () -> LocalCluster.open(count, options)
          : () -> NetnsCluster.open(count, options);
    }
    List<HostSpec> hosts = hosts(nodes, options);
    return () -> HostsCluster.open(hosts, options);
  }

  private static List<HostSpec> hosts(String nodes, ClusterOptions options) throws IOException {
    if (isFile(nodes)) {
      return HostSpec.readFile(Path.of(nodes), options);
    }
    if (LIKE_HOSTS.matcher(nodes).find()) {
      String list = nodes.endsWith(",") ? nodes.substring(0, nodes.length() - 1) : nodes;
      return HostSpec.parseList(list, options);
    }
    throw new IllegalArgumentException(
        "expected nodes as local[:COUNT], netns[:COUNT], a file with a host a line, or"
            + " host1,host2,…; found: "
            + nodes
            + " (there is no file of that name; a single host is written host:22 or user@host)");
  }

  private static boolean isFile(String nodes) {
    try {
      return Files.isRegularFile(Path.of(nodes));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static int count(String nodes, @Nullable String text, int countMax) {
    if (text == null) {
      return COUNT_DEFAULT;
    }
    int count = text.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > countMax) {
      throw new IllegalArgumentException(
          "expected 1 to "
              + countMax
              + " as the number of nodes after the colon, as in local:5, found: "
              + nodes);
    }
    return count;
  }
}
