package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoppedSimulationTest {
  @TempDir Path runs;

  @Test
  @Timeout(60)
  void aCampaignThatWasStoppedIsNoSuccess() throws Exception {
    Process campaign =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "simulate",
                "two-phase-commit",
                "--seeds=1..1000000",
                "--jobs=1",
                "--runs=" + runs)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = campaign.inputReader()) {
      awaitProgress(out);
      // Not the process itself, which would close our end of the pipe, too.
      campaign.toHandle().destroy();
      String rest = out.lines().collect(Collectors.joining("\n"));
      assertTrue(campaign.waitFor(30, TimeUnit.SECONDS));
      assertEquals(130, campaign.exitValue(), rest);
      assertTrue(rest.contains("stopped before all seeds were run"), rest);
    } finally {
      campaign.destroyForcibly();
    }
  }

  /** From the first line with numbers on, signals are heard. */
  private static void awaitProgress(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.contains(" of 1,000,000 seeds")) {
      line = out.readLine();
    }
  }
}
