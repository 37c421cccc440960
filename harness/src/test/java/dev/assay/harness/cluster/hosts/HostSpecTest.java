package dev.assay.harness.cluster.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.ClusterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSpecTest {
  private static final ClusterOptions OPTIONS = ClusterOptions.ofEnvironment().withUser("me");

  @TempDir Path folder;

  @Test
  void aFileHasOneHostALine() throws IOException {
    Path file = folder.resolve("hosts");
    Files.writeString(
        file,
        """
        # our rack
        db1                                  # the first
          admin@db2:2222 name=two key=/keys/id
        [2001:db8::5]:22 name=five address=10.0.0.5

        """);
    assertEquals(
        List.of(
            new HostSpec("db1", "db1", 22, "me", "", ""),
            new HostSpec("two", "db2", 2222, "admin", "/keys/id", ""),
            new HostSpec("five", "2001:db8::5", 22, "me", "", "10.0.0.5")),
        HostSpec.readFile(file, OPTIONS));
  }

  @Test
  void aListHasCommas() {
    assertEquals(
        List.of("a", "b", "c"),
        HostSpec.parseList("a, root@b,c:23", OPTIONS).stream().map(HostSpec::name).toList());
  }

  @Test
  void aKeyGivenForAllIsThatOfHostsWithoutTheirOwn() {
    ClusterOptions options = OPTIONS.withKeyFile(Path.of("/all"));
    assertEquals(
        List.of("/all", "/own"),
        HostSpec.parseList("a,b key=/own", options).stream().map(HostSpec::keyFile).toList());
  }

  @Test
  void errorsNameFileAndLine() throws IOException {
    Path file = folder.resolve("hosts");
    Files.writeString(file, "good\n\nbad:port:twice\n");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> HostSpec.readFile(file, OPTIONS));
    assertEquals(file + ":3: expected [user@]host[:port], found: bad:port:twice", e.getMessage());
  }

  @Test
  void anEmptyFileIsNoCluster() throws IOException {
    Path file = folder.resolve("hosts");
    Files.writeString(file, "# nothing\n");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> HostSpec.readFile(file, OPTIONS));
    assertTrue(e.toString().contains("1 to 1000 hosts"), e::toString);
  }
}
