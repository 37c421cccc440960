package dev.assay.harness.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void harmlessWordsStayAsTheyAre() {
    assertEquals("/opt/assay/run-1", Shell.quote("/opt/assay/run-1"));
    assertEquals("''", Shell.quote(""));
  }

  @Test
  void aShellTakesQuotedWordsAsTheyAre() throws Exception {
    for (String word :
        new String[] {"", "a b", "it's", "$(rm x)", "`x`", "\\", "\"", "a\nb", "*"}) {
      Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Shell.quote(word)).start();
      assertEquals(word, new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatNoShellCanHoldIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Shell.quote("a\0b"));
    assertThrows(IllegalArgumentException.class, () -> Shell.env(Map.of("a b", "c")));
  }

  @Test
  void variablesComeInOrder() {
    assertEquals("env A=1 B='2 3' ", Shell.env(Map.of("B", "2 3", "A", "1")));
    assertEquals("", Shell.env(Map.of()));
  }
}
