package dev.assay.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import dev.assay.histories.format.ReadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated transactions are what they are said to be, and are decided. */
class GeneratedTransactionsTest {
  private static History history(String command) throws Exception {
    List<String> options = new ArrayList<>(List.of(command.split(" ")));
    return GeneratedHistory.of(options.removeFirst(), ReadOptions.Keyed.NO, options);
  }

  private static Verdict verdict(String command) throws Exception {
    History history = history(command);
    Verdict verdict =
        Checkers.forClaim(command.replaceFirst(" .*", ""), "strict-serializable")
            .check(history, Budget.of(Duration.ofMinutes(2)));
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    assertTrue(evidence.accepted(), evidence::reason);
    return verdict;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list-append -n 2000 --info-percent 5",
        "rw-register -n 2000 --info-percent 5 --zipf",
        "counter-inc -n 2000 --info-percent 5 --zipf",
        "counter-inc -n 2000 --info-percent 5 --powers --answers",
        "closed-predicate -n 2000 --length 4",
        "closed-predicate -n 2000 --length 4 --writes-per-key 2 --processes 30 --zipf",
        "closed-predicate -n 1000 --length 4 --writes-per-key 4 --info-percent 5"
      })
  void whatIsMadeHonestlyIsValid(String command) throws Exception {
    for (int seed = 1; seed <= 3; seed++) {
      Verdict verdict = verdict(command + " --seed=" + seed);
      assertEquals("valid", verdict.label(), command + ", seed " + seed + ": " + verdict);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "counter-inc -n 2000 --stale 5",
        "counter-inc -n 2000 --stale 5 --powers --answers",
        "closed-predicate -n 2000 --length 4 --writes-per-key 4 --stale 5",
        "closed-predicate -n 2000 --length 4 --predicate-percent 100 --stale 20"
      })
  void whatMissesTheLastWriteIsInvalid(String command) throws Exception {
    assertEquals("invalid", verdict(command).label());
  }

  @Test
  void keysAreReplacedAndTheLastWriteDeletes() throws Exception {
    String text = values(history("closed-predicate -n 500 --length 4 --writes-per-key 3"));
    assertTrue(text.contains("[insert 150 1]") && text.contains("[delete 150]"), text);
    assertTrue(values(history("counter-inc -n 500 --writes-per-key 2")).contains("[inc 200 1]"));
  }

  @Test
  void theSameSeedMakesTheSame() throws Exception {
    for (String workload : List.of("counter-inc", "closed-predicate")) {
      String first = values(history(workload + " -n 100 --seed 5"));
      assertEquals(first, values(history(workload + " -n 100 --seed 5")));
      assertTrue(!first.equals(values(history(workload + " -n 100 --seed 6"))));
    }
  }

  private static String values(History history) {
    StringBuilder text = new StringBuilder();
    for (int event = 0; event < history.size(); event++) {
      text.append(history.type(event))
          .append(String.valueOf(history.value(event)).replace(":", ""));
    }
    return text.toString().replace(", ", " ");
  }
}
