package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts for people, kept whole in src/test/resources; {@code -Dassay.golden=refresh} rewrites them.
 */
final class Golden {
  private Golden() {}

  static void matches(String name, String found) throws IOException {
    if ("refresh".equals(System.getProperty("assay.golden"))) {
      Path file = Path.of("src/test/resources/golden", name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, found);
    }
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!"refresh".equals(System.getProperty("assay.golden"))) {
        assertEquals(expected, found);
      }
    }
  }
}
