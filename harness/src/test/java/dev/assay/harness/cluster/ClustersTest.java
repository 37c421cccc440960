package dev.assay.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ClustersTest {
  @TempDir Path folder;

  @Test
  void aCountMakesSoManyLocalNodes() throws IOException {
    try (Cluster cluster = Clusters.open("local:2", options())) {
      assertEquals("local", cluster.kind());
      assertEquals(2, cluster.nodes().size());
      assertTrue(cluster.whyNoCuts().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local:           | expected 1 to 100 as the number of nodes after the colon",
        "local:0          | expected 1 to 100 as the number of nodes after the colon",
        "local:many       | expected 1 to 100 as the number of nodes after the colon",
        "local:999        | expected 1 to 100 as the number of nodes",
        "nowhere          | expected nodes as local[:COUNT], netns[:COUNT], a file",
        "a,,b             | expected [user@]host[:port], found: ",
        "a,b:0            | expected a port from 1 to 65535, found: b:0",
        "a,b:99999        | expected a port from 1 to 65535",
        "a,a              | expected hosts of different names (add name=NAME), found: a twice",
        "a,$(reboot)      | expected a name of letters, digits, dots and dashes",
        "a,-oProxy=x@b    | expected the name of a user, found: -oProxy=x",
        "a,b colour=red   | expected name=NAME, key=FILE or address=IP, found: colour=red",
        "a,b address=x    | expected an IP address, found: x",
      })
  void badNodesAreExplained(String nodes, String words) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Clusters.open(nodes, options()));
    assertTrue(e.toString().contains(words), e::toString);
  }

  @Test
  void anAddressIsAHost() throws IOException {
    assertNotNull(Clusters.describe("192.0.2.1", options()));
    assertNotNull(Clusters.describe("host:22", options()));
  }

  private ClusterOptions options() {
    return ClusterOptions.ofEnvironment()
        .withStateFolder(folder.resolve("state"))
        .withTemporaryFolder(folder);
  }
}
