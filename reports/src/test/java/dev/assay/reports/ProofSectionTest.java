package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProofSectionTest {
  @Test
  void reasonsStandBelowWhatTheyAreOf() {
    String proof =
        "no-serial-order\n  T1 process 0\n  T2 process 1\nIf T1 wrote:\n  T1 < T2.\nEnd.";
    assertEquals(List.of("If T1 wrote:", "  T1 < T2.", "End."), ProofSection.sentences(proof));
  }
}
