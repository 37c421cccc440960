package dev.assay.harness.cluster;

import dev.assay.harness.cluster.local.LocalCluster;
import dev.assay.harness.cluster.netns.NetnsCluster;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens clusters from what a user writes after {@code --nodes}. */
public final class Clusters {
  private static final int COUNT_DEFAULT = 5;
  private static final Pattern MADE_HERE = Pattern.compile("(local|netns)(?::(.*))?");

  private Clusters() {}

  /**
   * Opens the cluster described: {@code local} or {@code netns}, with a count as in {@code
   * local:5}.
   *
   * @throws IllegalArgumentException when the text describes none; the message says what was
   *     expected
   */
  public static Cluster open(String nodes, ClusterOptions options) throws IOException {
    Matcher made = MADE_HERE.matcher(nodes);
    if (!made.matches()) {
      throw new IllegalArgumentException(
          "expected nodes as local[:COUNT] or netns[:COUNT], found: " + nodes);
    }
    int count = count(nodes, made.group(2));
    return made.group(1).equals("local")
        ? LocalCluster.open(count, options)
        : NetnsCluster.open(count, options);
  }

  private static int count(String nodes, @Nullable String text) {
    if (text == null) {
      return COUNT_DEFAULT;
    }
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException(
          "expected a number of nodes after the colon, as in local:5, found: " + nodes);
    }
    return Integer.parseInt(text);
  }
}
