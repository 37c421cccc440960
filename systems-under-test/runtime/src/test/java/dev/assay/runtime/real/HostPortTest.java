package dev.assay.runtime.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @Test
  void readsNamesAndAddresses() {
    assertEquals(new HostPort("127.0.0.1", 7001), HostPort.parse("127.0.0.1:7001"));
    assertEquals(new HostPort("::1", 80), HostPort.parse("[::1]:80"));
    assertEquals("[::1]:80", HostPort.parse("[::1]:80").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":1", "host:", "host:x", "host:65536", "host:-1"})
  void saysWhatWasExpected(String text) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
    assertTrue(
        String.valueOf(wrong.getMessage()).contains("expected HOST:PORT, found '" + text + "'"));
  }
}
