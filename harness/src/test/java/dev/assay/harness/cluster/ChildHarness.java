package dev.assay.harness.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A harness of its own process, for a test to kill. */
final class ChildHarness {
  private ChildHarness() {}

  /**
   * Opens a cluster, starts a daemon on each node, cuts a link, says so and waits.
   *
   * @param arguments the nodes, the folder of state, the folder of temporary files
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ClusterOptions options =
        ClusterOptions.ofEnvironment()
            .withStateFolder(Path.of(arguments[1]))
            .withTemporaryFolder(Path.of(arguments[2]));
    Cluster cluster = Clusters.open(arguments[0], options);
    for (Node node : cluster.nodes()) {
      node.session().run("nohup sleep 1000 >/dev/null 2>&1 </dev/null &");
      node.session().run("mkdir -p data; echo x >data/file");
    }
    cluster.drop(java.util.Set.of(new Cluster.Link("n1", "n2")));
    System.out.println(cluster.mark());
    Thread.sleep(Duration.ofMinutes(10));
  }
}
