package dev.assay.cli;

import dev.assay.harness.cluster.ClusterOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where nodes come from and how to log in there. */
final class NodeOptions {
  @Option(
      names = "--nodes",
      paramLabel = "NODES",
      defaultValue = "local:5",
      description = {
        "local[:5]: folders and processes of this machine behind link proxies, without root;",
        "netns[:5]: network namespaces of this machine (Linux, root);",
        "h1,h2,h3 or a FILE with a host a line: machines with an SSH server, each as"
            + " [user@]host[:port]. Default: ${DEFAULT-VALUE}"
      })
  private String nodes = "";

  @Option(
      names = "--ssh-user",
      paramLabel = "NAME",
      description = "Who logs in to hosts that do not say. Default: you.")
  private @Nullable String user;

  @Option(
      names = "--ssh-key",
      paramLabel = "FILE",
      description = "The private key for hosts. Default: those of the agent and of ~/.ssh.")
  private @Nullable Path key;

  @Option(
      names = "--no-host-key-check",
      description = "Believe hosts that are not in known_hosts: for throw-away machines only.")
  private boolean hostKeysUnchecked;

  String nodes() {
    return nodes;
  }

  ClusterOptions clusterOptions() {
    ClusterOptions options =
        ClusterOptions.ofEnvironment().withKeyFile(key).withHostKeysChecked(!hostKeysUnchecked);
    return user == null ? options : options.withUser(user);
  }
}
