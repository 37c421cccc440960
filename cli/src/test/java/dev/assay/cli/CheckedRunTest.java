package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Checkers;
import dev.assay.harness.WorkloadProvider;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run can be checked again from its folder, whatever its workload. */
class CheckedRunTest {
  @TempDir Path runs;

  @Test
  void everyWorkloadIsKnownToTheCheckers() {
    for (WorkloadProvider workload : ServiceLoader.load(WorkloadProvider.class)) {
      assertTrue(Checkers.workloads().contains(workload.name()), workload.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "causal-register, late-timestamp",
    "siblings, dropped-sibling",
    "eventual-counter, summed-tallies",
    "eventual-set, resurrected-element"
  })
  void theVerdictIsTheSame(String workload, String bug) {
    Console console = new Console();
    assertEquals(
        1,
        console.assay(
            "simulate",
            "eventual-kv",
            "--workload=" + workload,
            "--bug=" + bug,
            "--rate=40",
            "--seeds=1..20",
            "--runs=" + runs),
        console.out() + console.err());
    String run = runs.resolve("eventual-kv").resolve("latest").toString();
    Console again = new Console();
    assertEquals(1, again.assay("check", run, "--certify"), again.err());
    assertTrue(again.out().contains("certified"), again.out());
  }

  /** Read committed allows what serializability does not, so the claim decides the verdict. */
  @Test
  void theClaimIsThatOfTheRun() {
    Console console = new Console();
    assertEquals(
        0,
        console.assay(
            "simulate",
            "two-phase-commit",
            "--workload=rw-register",
            "--system-option=isolation=read-committed",
            "--workload-option=consistency=read-committed",
            "--linearizable-keys",
            "--seed=1",
            "--runs=" + runs),
        console.out() + console.err());
    String run = runs.resolve("two-phase-commit").resolve("latest").toString();
    assertEquals(0, new Console().assay("check", run, "--certify"));
    Console report = new Console();
    assertEquals(0, report.assay("report", run), report.out() + report.err());
    Console stronger = new Console();
    assertEquals(1, stronger.assay("check", run, "--certify", "--consistency=serializable"));
    assertTrue(
        stronger.out().replaceAll("\\s+", " ").contains("premise linearizable-keys"),
        stronger.out());
    Console named = new Console();
    assertEquals(254, named.assay("check", run, "--consistency=serialisable"));
  }
}
