package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TextTest {
  @Test
  void controlAndDirectionCharactersAreShownAsEscapes() {
    assertEquals("a\\u000ab\\u001b[31m", Text.printable("a\nb\u001b[31m"));
    assertEquals("\\u202eabc", Text.printable("\u202eabc"));
    assertEquals("x".repeat(200) + "…", Text.printable("x".repeat(201)));
  }

  @ParameterizedTest
  @CsvSource({"400000000, 0.4 s", "45400000000, 45 s", "125000000000, 2 min 5 s"})
  void timesArePlain(long nanos, String expected) {
    assertEquals(expected, Text.seconds(nanos));
  }

  @Test
  void wordsAreWrapped() {
    assertEquals(List.of("one two", "three"), Text.wrap(" one  two\nthree ", 9));
    assertEquals(List.of("incomprehensibility", "is"), Text.wrap("incomprehensibility is", 5));
  }

  @ParameterizedTest
  @CsvSource({"30s, 30000", "30, 30000", "500ms, 500", "2m, 120000", "1m30s, 90000", "1h, 3600000"})
  void durations(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), new DurationConverter().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "-1s", "s", "30x", "1s1m", "99999999999999999999"})
  void noDurations(String text) {
    assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
  }
}
