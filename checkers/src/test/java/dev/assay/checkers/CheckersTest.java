package dev.assay.checkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckersTest {
  @Test
  void everyWorkloadHasADescriptionOfItsOwn() {
    Set<String> descriptions = new HashSet<>();
    Checkers.workloads().forEach(name -> descriptions.add(Checkers.description(name)));
    assertEquals(Checkers.workloads().size(), descriptions.size());
    assertEquals(Checkers.workloads(), WorkloadDescriptions.workloads());
    assertThrows(IllegalArgumentException.class, () -> Checkers.description("none"));
  }
}
