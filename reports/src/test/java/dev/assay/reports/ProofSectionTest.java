package dev.assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProofSectionTest {
  @Test
  void reasonsStandBelowWhatTheyAreOf() {
    String proof =
        "no-serial-order\n  T1 process 0\n  T2 process 1\nIf T1 wrote:\n  T1 < T2.\nEnd.";
    assertEquals(
        List.of("If T1 wrote:", "  T1 < T2.", "End."), ProofSection.sentences(proof, true));
  }

  @Test
  void whatIsDrawnAsAnOrderIsNotRepeated() {
    String proof = "nonlinearizable\n  process 0 write 1\nThe longest one:\n  write 1 then 1";
    assertEquals(List.of("The longest one:"), ProofSection.sentences(proof, false));
  }
}
