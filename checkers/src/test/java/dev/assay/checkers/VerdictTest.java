package dev.assay.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.certificates.Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final CheckSummary SUMMARY = new CheckSummary("serializable", "none", 0, 0, 0);

  @Test
  void examplesAreOfEveryNameInTheOrderOfTheAnomalies() {
    Verdict.Invalid invalid = invalid("internal", "internal", "internal", "G1a", "internal", "G0");
    assertEquals(List.of("internal", "G1a", "G0"), names(invalid.examples(1, 3)));
    assertEquals(List.of("internal", "internal", "G1a", "G0"), names(invalid.examples(2, 9)));
    assertEquals(List.of("internal", "G1a"), names(invalid.examples(1, 2)));
  }

  private static Verdict.Invalid invalid(String... names) {
    Certificate none = new Certificate.InvariantHolds(null, "set");
    Explanation silent = List::of;
    return new Verdict.Invalid(
        Stream.of(names).map(name -> new Anomaly(name, null, none, silent)).toList(), SUMMARY);
  }

  private static List<String> names(List<Anomaly> anomalies) {
    return anomalies.stream().map(Anomaly::name).toList();
  }
}
