package dev.assay.raftkv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemProvider.SystemConfig;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The provider, and how it takes what is asked of it. */
class SettingsTest {
  private static final List<String> BUGS = List.of("stale-read", "lost-fsync");

  @Test
  void providerIsFoundAndTellsAll() {
    SystemProvider provider =
        ServiceLoader.load(SystemProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("raft-kv"))
            .findFirst()
            .orElseThrow();
    assertEquals("linearizable", provider.claims());
    List<String> bugs = provider.bugs().stream().map(bug -> bug.name()).toList();
    assertTrue(
        bugs.containsAll(
            List.of(
                "stale-read", "forgotten-vote", "commit-old-term", "lost-fsync", "double-apply")),
        bugs.toString());
    provider.bugs().forEach(bug -> assertTrue(!bug.source().isBlank(), bug.name()));
    assertTrue(provider.options().containsKey("election-timeout-millis"));
  }

  @Test
  void optionsAndBugsBecomeFlagsOfTheServer() {
    Settings settings =
        Settings.of(
            new SystemConfig(
                List.of("stale-read"),
                Map.of("election-timeout-millis", "150", "client-port", "8001"),
                "register",
                42),
            BUGS);
    assertEquals(
        List.of("--election-timeout-millis", "150", "--bug", "stale-read"), settings.serverFlags());
    assertEquals(8001, settings.clientPort());
    assertEquals(0, settings.raftPort());
    assertEquals(new Attempts.Timeouts(4000, 1000), settings.timeouts());
  }

  @Test
  void whatIsUnknownOrIllegalIsNamedWithWhatIsExpected() {
    assertEquals(
        "raft-kv has no bug `stale-reed`; it has lost-fsync, stale-read",
        refusal(List.of("stale-reed"), Map.of()));
    assertTrue(
        refusal(List.of(), Map.of("port", "1"))
            .startsWith("raft-kv has no option `port`; it has attempt-timeout-millis, "));
    for (String text : List.of("65536", "-1", "", "x", "1e3")) {
      assertEquals(
          "raft-kv's option client-port must be a whole number from 0 to 65535, not `" + text + "`",
          refusal(List.of(), Map.of("client-port", text)));
    }
    assertTrue(
        refusal(List.of(), Map.of("client-port", "7001", "raft-port", "7001")).contains("differ"));
  }

  private static String refusal(List<String> bugs, Map<String, String> options) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> Settings.of(new SystemConfig(bugs, options, "register", 1), BUGS))
            .getMessage());
  }
}
