package dev.assay.raftkv.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.real.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  @TempDir Path folder;

  private static void assertRefused(String expected, String... args) {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              Options options = Options.parse(args);
              options.bugs();
              options.addresses("peers");
              options.number("seed", 0, 1);
            });
    assertTrue(String.valueOf(wrong.getMessage()).contains(expected), wrong.toString());
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    for (List<String> wrong :
        List.of(
            List.of("--invariant-level", "3"),
            List.of("--lease-drift-ppm", "900001"),
            List.of("--snapshot-entries", "0"))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> RaftKvServer.of(wrong));
      assertTrue(String.valueOf(refused.getMessage()).contains(wrong.getFirst()));
    }
  }

  @Test
  void readsArguments() throws Exception {
    Options options =
        Options.parse(
            "--id",
            "n1",
            "--peers",
            "n2=h2:1,n3=[::1]:2",
            "--bug",
            "stale-read",
            "--bug",
            "lost-fsync,no-noop",
            "--trace",
            "--seed",
            "7");

    assertEquals("n1", options.required("id"));
    assertEquals(
        Map.of("n2", new HostPort("h2", 1), "n3", new HostPort("::1", 2)),
        options.addresses("peers"));
    assertEquals(Set.of(Bug.STALE_READ, Bug.LOST_FSYNC, Bug.NO_NOOP), options.bugs());
    assertTrue(options.has("trace"));
    assertEquals(7, options.number("seed", 0, 1));
    assertEquals(400, options.number("election-timeout-millis", 400, 10));
  }

  @Test
  void commandLineWinsOverFile() throws Exception {
    Path file = Files.writeString(folder.resolve("n1.properties"), "id=n1\nseed=7\nbug=no-noop\n");

    Options options = Options.parse("--seed", "8", "--config", file.toString());

    assertEquals("n1", options.required("id"));
    assertEquals(8, options.number("seed", 0, 1));
    assertEquals(Set.of(Bug.NO_NOOP), options.bugs());
  }

  @Test
  void saysWhatIsWrongAndWhere() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.properties"), "colour=red\n");

    assertRefused("unknown option --colour", "--colour", "red");
    assertRefused("unknown 'colour' in " + file, "--config", file.toString());
    assertRefused("expected an option, found 'n1'", "n1");
    assertRefused("option --id needs a value", "--id");
    assertRefused("option --id is given twice", "--id", "a", "--id", "b");
    assertRefused("unknown bug 'moth'", "--bug", "moth");
    assertRefused("expected NAME=HOST:PORT, found 'n2'", "--peers", "n2");
    assertRefused("expected HOST:PORT, found 'h'", "--peers", "n2=h");
    assertRefused("option --seed: expected a number, found 'x'", "--seed", "x");
    assertRefused("option --seed: expected at least 1, found 0", "--seed", "0");
  }
}
