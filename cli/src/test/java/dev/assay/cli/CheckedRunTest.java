package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Checkers;
import dev.assay.harness.WorkloadProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** A node forgets in a crash which snapshots were read there: nothing else shows it. */
  @Test
  void timestampsAreJudgedAgain() {
    Console console = new Console();
    List<String> run = new ArrayList<>(List.of("simulate", "two-phase-commit", "--seed=77"));
    run.addAll(List.of("--system-option=isolation=snapshot-isolation", "--runs=" + runs));
    run.addAll(List.of("--bug=forgotten-snapshots", "--timestamps"));
    assertEquals(1, console.assay(run.toArray(String[]::new)), console.out() + console.err());
    String folder = runs.resolve("two-phase-commit").resolve("latest").toString();
    for (List<String> more : List.of(List.<String>of(), List.of("--timestamps"))) {
      List<String> check = new ArrayList<>(List.of("check", folder, "--certify"));
      check.addAll(more);
      Console again = new Console();
      assertEquals(1, again.assay(check.toArray(String[]::new)), again.err());
      assertTrue(again.out().contains("stale-at-start-timestamp"), again.out());
      assertTrue(again.out().contains("certified: "), again.out());
    }
    String claim = "--consistency=snapshot-isolation";
    assertEquals(0, new Console().assay("check", folder + "/history.jsonl", claim));
  }

  @Test
  void timestampsThatAreNoOrderAreRefused() {
    Console console = new Console();
    assertEquals(254, console.assay("simulate", "two-phase-commit", "--timestamps"));
    assertTrue(
        console.err().replaceAll("\\s+", " ").contains("not with strict-serializable"),
        console.err());
    assertEquals(254, console.assay("simulate", "two-phase-commit", "-w=bank", "--timestamps"));
    assertTrue(console.err().contains("not for workload bank"), console.err());
    String[] stronger = {
      "simulate",
      "two-phase-commit",
      "--timestamps",
      "--system-option=isolation=snapshot-isolation",
      "--workload-option=consistency=strong-snapshot-isolation"
    };
    assertEquals(254, console.assay(stronger));
    assertTrue(
        console.err().replaceAll("\\s+", " ").contains("an order for snapshot-isolation, not for"),
        console.err());
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
