package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Every value survives either text. */
final class ValuesRoundTripTest {
  @Test
  void edn() {
    Property.holds(
        1_500,
        60,
        RandomData::value,
        value -> assertEquals(value, EdnValues.fromEdn(EdnValues.toEdn(value))));
  }

  @Test
  void json() {
    Property.holds(
        1_500,
        60,
        RandomData::value,
        value -> assertEquals(value, JsonValues.fromJson(JsonValues.toJson(value))));
  }
}
