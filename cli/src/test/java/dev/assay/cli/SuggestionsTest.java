package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final List<String> NAMES = List.of("partition", "kill", "pause", "kill-leader");

  @Test
  void typosFindTheirName() {
    assertEquals(Optional.of("partition"), Suggestions.nearest("parition", NAMES));
    assertEquals(Optional.of("pause"), Suggestions.nearest("puase", NAMES));
    assertEquals(Optional.of("kill"), Suggestions.nearest("KIL", NAMES));
    assertEquals(Optional.of("partition"), Suggestions.nearest("part", NAMES));
  }

  @Test
  void nothingNearIsNotGuessed() {
    assertEquals(Optional.empty(), Suggestions.nearest("clock-skew", NAMES));
    assertEquals(
        "no fault \"clock-skew\": there is kill, kill-leader, partition, pause",
        Suggestions.unknown("fault", "clock-skew", NAMES));
  }

  @Test
  void distanceCountsASwapOnce() {
    assertEquals(0, Suggestions.distance("kill", "kill"));
    assertEquals(1, Suggestions.distance("klil", "kill"));
    assertEquals(4, Suggestions.distance("", "kill"));
    assertEquals(3, Suggestions.distance("kitten", "sitting"));
  }

  @Test
  void whatWasTypedCannotMoveTheCursor() {
    assertEquals(
        "no fault \"\\u001b[2Jx\": there is none",
        Suggestions.unknown("fault", "\u001b[2Jx", List.of()));
  }
}
