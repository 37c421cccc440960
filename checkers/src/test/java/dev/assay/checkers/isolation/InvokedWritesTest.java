package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completions that tell less than was invoked, or something else. */
class InvokedWritesTest {
  /** By workload: what is invoked, a read of it, and what a completion may leave of it. */
  private static final String WORKLOADS =
      """
      list-append      | [:append :x 1] [:r :y nil] [:append :x 2] | [:r :x [1 2]] | [:append :x 1]
      rw-register      | [:w :x 1] [:r :y nil] [:w :z 2] | [:r :x 1] [:r :z 2] | [:w :x 1]
      set-add          | [:add :x 1] [:r :y nil] [:add :x 2] | [:r :x [1 2]] | [:add :x 1]
      counter-inc      | [:inc :x 1] [:r :y nil] [:inc :x 2] | [:r :x 3] | [:inc :x 1]
      counter-inc      | [:inc :x 1] [:r :y nil] [:inc :x 1] | [:r :x 2] | [:inc :x [1 1]]
      closed-predicate | [:w :x 1] [:r :y nil] [:insert :z 2] | [:rp :true {:x 1 :z 2}] | [:w :x 1]
      """;

  /** What was invoked may have taken effect, whatever a completion of unknown outcome says. */
  @ParameterizedTest
  @CsvSource(textBlock = WORKLOADS, delimiter = '|', quoteCharacter = '`')
  void whatIsUnknownMayAllHaveTakenEffect(String workload, String invoked, String read, String part)
      throws Exception {
    for (String told : List.of("nil", "[]", ":timeout", part, invoked)) {
      String text = op(0, invoked, ":info", told) + op(1, blank(read), ":ok", read);
      assertValid(workload, text);
    }
    assertValid(workload, event(0, ":invoke", invoked) + op(1, blank(read), ":ok", read));
  }

  /** Of what completed it is known what it wrote, or nothing is judged. */
  @ParameterizedTest
  @CsvSource(textBlock = WORKLOADS, delimiter = '|', quoteCharacter = '`')
  void whatCompletedWroteWhatWasInvoked(String workload, String invoked, String read, String part)
      throws Exception {
    for (String told : List.of("nil", "[]", part)) {
      String text = op(0, invoked, ":ok", told) + op(1, blank(read), ":ok", read);
      assertUnfit(workload, text);
    }
    String other = invoked.replaceFirst("1\\]", "7]");
    assertUnfit(workload, op(0, other, ":ok", invoked) + op(1, blank(read), ":ok", read));
    assertUnfit(workload, op(0, part, ":info", invoked) + op(1, blank(read), ":ok", read));
    assertValid(workload, op(0, invoked, ":ok", invoked) + op(1, blank(read), ":ok", read));
    assertValid(workload, op(0, "nil", ":ok", invoked) + op(1, blank(read), ":ok", read));
    assertValid(workload, op(0, invoked, ":ok", invoked) + op(1, "nil", ":ok", read));
  }

  /** What is told to have been read where nobody knows the outcome accuses nobody. */
  @Test
  void whatIsUnknownHasReadNothing() throws Exception {
    for (String told : List.of("[9]", "[1]", "[]", "[3 1]")) {
      assertValid(
          "list-append",
          op(0, "[:append :y 1] [:r :x nil]", ":info", "[:append :y 1] [:r :x " + told + "]")
              + op(1, "[:append :x 1]", ":ok", "[:append :x 1]")
              + op(1, "[:append :x 3]", ":fail", "[:append :x 3]")
              + op(2, "[:r :x nil] [:r :y nil]", ":ok", "[:r :x [1]] [:r :y [1]]"));
    }
    assertValid("rw-register", op(0, "[:r :x nil]", ":info", "[:r :x 9]"));
  }

  /** What was only to be read changes nothing for others. */
  @ParameterizedTest
  @CsvSource(textBlock = WORKLOADS, delimiter = '|', quoteCharacter = '`')
  void whatWasReadMayBeLeftOut(String workload, String invoked, String read, String part)
      throws Exception {
    assertValid(workload, op(0, invoked, ":ok", invoked) + op(1, blank(read), ":ok", "nil"));
  }

  /** What stands in the reads of an invocation was not read. */
  @Test
  void anInvocationHasReadNothing() throws Exception {
    for (String told : List.of("nil", "[:append :x 1]")) {
      assertValid(
          "list-append",
          op(0, "[:append :x 1] [:r :y [9]]", ":info", told)
              + op(1, "[:r :x nil]", ":ok", "[:r :x [1]]")
              + op(1, "[:append :y 9] [:append :y 10]", ":ok", "[:append :y 9] [:append :y 10]")
              + op(1, "[:r :y nil]", ":ok", "[:r :y [9 10]]"));
    }
  }

  /** Nor is a certificate believed that takes one of the two for the truth. */
  @Test
  void noCertificateIsAboutWhatIsToldInTwoWays() throws Exception {
    History history =
        history(
            op(0, "[:append :x 1] [:append :x 2]", ":ok", "[:append :x 1]")
                + op(1, "[:r :x nil]", ":ok", "[:r :x [1 2]]"));
    ConflictingOperations garbage =
        new ConflictingOperations(
            new Keyword("x"), "list-append", "garbage-read", 2L, List.of(new MicroOpRef(2, 3, 0)));
    assertFalse(
        CertificateVerifier.verify(history, garbage, CheckOptions.DEFAULT).accepted(),
        "what was invoked to be appended was appended");
  }

  private static void assertValid(String workload, String text) throws Exception {
    History history = history(text);
    Verdict verdict = check(workload, history);
    assertInstanceOf(Verdict.Valid.class, verdict, () -> verdict + "\n" + text);
    assertTrue(
        CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT).accepted(),
        () -> verdict + "\n" + text);
  }

  private static void assertUnfit(String workload, String text) throws Exception {
    Verdict verdict = check(workload, history(text));
    Verdict.Unknown unfit = assertInstanceOf(Verdict.Unknown.class, verdict, () -> text);
    assertTrue(unfit.reason().contains("index 0 (process 0) was invoked with"), unfit::reason);
  }

  private static Verdict check(String workload, History history) {
    return Checkers.forClaim(workload, "strict-serializable")
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  /** The reads without what they found. */
  private static String blank(String read) {
    return read.replaceAll("(:rp? [:\\w]+) (\\[[^\\]]*\\]|\\{[^}]*\\}|\\d+)", "$1 nil");
  }

  private static String op(int process, String invoked, String type, String told) {
    return event(process, ":invoke", invoked) + event(process, type, told);
  }

  private static String event(int process, String type, String told) {
    String value = told.startsWith("[:") ? "[" + told + "]" : told;
    return "{:process " + process + ", :f :txn, :type " + type + ", :value " + value + "}\n";
  }

  private static History history(String edn) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(edn.getBytes(StandardCharsets.UTF_8));
    return HistoryFiles.read(in, "example", "jepsen-edn", ReadOptions.DEFAULT).history();
  }
}
