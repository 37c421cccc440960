package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.Certificate.IllegalWindow;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import dev.assay.histories.format.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of real systems, recorded by others, whose verdicts are known. */
class RealHistoriesTest {
  private static final ReadOptions WITHOUT_KEYS = new ReadOptions(ReadOptions.Keyed.NO, false);

  /** The most operations that the window of an invalid history may have. */
  private static final int CORE_MAX = 20;

  @TestFactory
  Stream<DynamicTest> knossos() throws IOException {
    return histories("knossos");
  }

  @TestFactory
  Stream<DynamicTest> porcupine() throws IOException {
    return histories("porcupine");
  }

  @TestFactory
  Stream<DynamicTest> canonicalRaft() throws IOException {
    return histories("canonical-raft");
  }

  @TestFactory
  Stream<DynamicTest> redisSentinel() throws IOException {
    return histories("redis-sentinel");
  }

  @TestFactory
  Stream<DynamicTest> solitaire() throws IOException {
    return histories("solitaire");
  }

  @TestFactory
  Stream<DynamicTest> collections() throws IOException {
    return histories("collections");
  }

  @TestFactory
  Stream<DynamicTest> smallAdts() throws IOException {
    return histories("small-adts");
  }

  /** The later one has 835 transactions of unknown outcome; Porcupine gave up after 120 s. */
  @ParameterizedTest
  @ValueSource(strings = {"2023", "2024"})
  void etcdRobustness(String year) throws IOException, HistoryFormatException {
    Optional<Path> data = RealHistories.folder();
    Assumptions.assumeTrue(data.isPresent(), "no real histories: set -Dassay.data=FOLDER");
    Path folder = data.get().resolve("etcd-robustness").resolve(year);
    check(new RealHistories.Entry(folder, "etcd-kv", true, CheckOptions.DEFAULT));
  }

  private static Stream<DynamicTest> histories(String collection) throws IOException {
    Optional<Path> data = RealHistories.folder();
    Assumptions.assumeTrue(data.isPresent(), "no real histories: set -Dassay.data=FOLDER");
    return RealHistories.manifest(data.get().resolve(collection)).stream()
        .filter(entry -> Checkers.workloads().contains(entry.workload()))
        .map(entry -> DynamicTest.dynamicTest(entry.file().toString(), () -> check(entry)));
  }

  private static void check(RealHistories.Entry entry) throws IOException, HistoryFormatException {
    History history = HistoryFiles.read(entry.file(), HistoryFiles.AUTO, WITHOUT_KEYS).history();
    Verdict verdict =
        Checkers.forWorkload(entry.workload(), entry.options())
            .check(history, Budget.of(Duration.ofMinutes(1)));
    assertEquals(entry.isValid() ? "valid" : "invalid", verdict.label());
    Verification verification = CertificateVerifier.verify(history, verdict, entry.options());
    assertTrue(verification.accepted(), verification.reason());
    if (verdict instanceof Verdict.Invalid invalid) {
      Certificate certificate = invalid.anomalies().get(0).certificate();
      int size = ((IllegalWindow) certificate).operations().size();
      assertTrue(size <= CORE_MAX, "a window of " + size + " operations");
    }
  }
}
