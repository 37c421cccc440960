package dev.assay.harness.cluster.hosts;

import dev.assay.harness.ssh.Session.ExecResult;
import dev.assay.harness.ssh.Shell;
import dev.assay.harness.ssh.SshSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a host says of itself when one logs in.
 *
 * @param root whether the user is root there
 * @param home the user's home
 * @param harnessAddress where the harness comes from, as the host sees it
 * @param loginAddress the host's own address that the harness came to
 * @param loginPort the port there
 * @param addresses all of its addresses but loopback
 * @param peers the addresses that names of other hosts have there
 */
record HostFacts(
    boolean root,
    String home,
    String harnessAddress,
    String loginAddress,
    int loginPort,
    Set<String> addresses,
    Map<String, Set<String>> peers) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String SCRIPT =
      """
      PATH=$PATH:/usr/sbin:/sbin
      echo "system $(uname -s)"
      echo "uid $(id -u)"
      echo "home $HOME"
      echo "connection $SSH_CONNECTION"
      echo "addresses" $(ip -o addr show 2>/dev/null | awk '{print $4}' | cut -d/ -f1 \
        || hostname -I 2>/dev/null)
      """;

  /** Asks a host; nothing is changed there. */
  static HostFacts ask(SshSession session, List<String> peerNames) throws IOException {
    StringBuilder script = new StringBuilder(SCRIPT);
    for (String name : peerNames) {
      script.append(
          "echo \"peer %1$s\" $(getent ahosts %1$s 2>/dev/null | awk '{print $1}' | sort -u)\n"
              .formatted(Shell.quote(name)));
    }
    ExecResult result = session.exec(script.toString(), TIMEOUT);
    Map<String, List<String>> facts = new HashMap<>();
    Map<String, Set<String>> peers = new HashMap<>();
    for (String line : result.out().split("\n")) {
      List<String> words = Arrays.asList(line.split(" +"));
      if (words.get(0).equals("peer") && words.size() > 1) {
        peers.put(words.get(1), new HashSet<>(words.subList(2, words.size())));
      } else {
        facts.put(words.get(0), words.subList(1, words.size()));
      }
    }
    List<String> connection = facts.getOrDefault("connection", List.of());
    if (!facts.getOrDefault("system", List.of()).equals(List.of("Linux"))
        || connection.size() != 4) {
      throw new IOException(
          session
              + ": expected a Linux host with a POSIX shell, found: "
              + (result.out() + result.err()).strip());
    }
    Set<String> addresses = new HashSet<>(facts.getOrDefault("addresses", List.of()));
    addresses.removeIf(HostFacts::isOfNoUse);
    return new HostFacts(
        facts.getOrDefault("uid", List.of()).equals(List.of("0")),
        String.join(" ", facts.getOrDefault("home", List.of())),
        connection.get(0),
        connection.get(2),
        Integer.parseInt(connection.get(3)),
        addresses,
        peers);
  }

  /** Loopback and link-local addresses do not tell hosts apart. */
  static boolean isOfNoUse(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.startsWith("fe80:");
  }
}
