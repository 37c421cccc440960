package dev.assay.harness.cluster.support;

import dev.assay.harness.ssh.Session;
import dev.assay.harness.ssh.Session.ExecResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packets that a node's kernel throws away on arrival: a chain of {@code iptables}, or a table
 * of {@code nft}, of the cluster's own, named by its mark.
 */
public final class PacketFilter {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final String PATH = "PATH=$PATH:/usr/sbin:/sbin; ";

  private static final String PROBE =
      PATH
          + """
          if [ "$(id -u)" = 0 ]; then become=
          elif sudo -n true 2>/dev/null; then become='sudo -n'
          else echo 'not root, and sudo -n does not work for this user'; exit 3; fi
          if command -v iptables-restore >/dev/null && $become iptables -w -n -L INPUT >/dev/null
          then tool=iptables
          elif command -v nft >/dev/null && $become nft list tables >/dev/null
          then tool=nft
          else echo 'neither iptables nor nft works; install the package iptables'; exit 3; fi
          echo "$tool:$become"
          """;

  private final Session session;
  private final String chain;
  private final String table;
  private final boolean nft;
  private final String become;

  private PacketFilter(Session session, String mark, boolean nft, String become) {
    this.session = session;
    this.chain = "ASSAY-" + mark;
    this.table = "assay_" + mark;
    this.nft = nft;
    this.become = become.isEmpty() ? "" : become + " ";
  }

  /** A node's filter, or why packets cannot be filtered there. */
  public sealed interface Probe {
    record Works(PacketFilter filter) implements Probe {}

    record Unavailable(String reason) implements Probe {}
  }

  /** Finds out what the node has. */
  public static Probe probe(Session session, String mark) throws IOException {
    ExecResult result = session.exec(PROBE, TIMEOUT);
    String[] found = result.out().strip().split(":", 2);
    if (result.exitCode() != 0 || found.length != 2) {
      return new Probe.Unavailable(
          session + ": " + (result.out().strip() + " " + result.err().strip()).strip());
    }
    return new Probe.Works(new PacketFilter(session, mark, found[0].equals("nft"), found[1]));
  }

  /**
   * Drops what comes from these addresses, and nothing else that this filter dropped before.
   *
   * @param spared connections that pass whatever their address, such as the harness's own
   */
  public void drop(Collection<String> sources, Optional<Spared> spared) throws IOException {
    for (String source : sources) {
      if (!ADDRESS.matcher(source).matches()) {
        throw new IllegalArgumentException("expected an IP address, found: " + source);
      }
    }
    must(nft ? nftDrop(sources, spared) : iptablesDrop(sources, spared));
  }

  /** Takes the filter out; does not fail when it is not there. */
  public void remove() throws IOException {
    if (nft) {
      must(
          "if %1$snft list table inet %2$s >/dev/null 2>&1; then %1$snft delete table inet %2$s; fi"
              .formatted(become, table));
      return;
    }
    must(
        remove("iptables")
            + "\n"
            + "if command -v ip6tables >/dev/null; then\n"
            + remove("ip6tables")
            + "\nfi");
  }

  private String remove(String tool) {
    // Each rule may be there or not; what counts is that the chain is gone in the end.
    return """
    if %1$s%3$s -w -n -L %2$s >/dev/null 2>&1; then
      while %1$s%3$s -w -D INPUT -j %2$s 2>/dev/null; do :; done
      %1$s%3$s -w -F %2$s && %1$s%3$s -w -X %2$s
    fi"""
        .formatted(become, chain, tool);
  }

  private String iptablesDrop(Collection<String> sources, Optional<Spared> spared) {
    String four = chainOf("iptables", only(sources, false), spared.filter(s -> !s.isV6()));
    List<String> six = only(sources, true);
    return six.isEmpty() ? four : four + chainOf("ip6tables", six, spared.filter(Spared::isV6));
  }

  /** The whole chain in one step, and the jump to it unless it is there. */
  private String chainOf(String tool, List<String> sources, Optional<Spared> spared) {
    StringBuilder rules = new StringBuilder("*filter\n:" + chain + " - [0:0]\n");
    spared.ifPresent(
        s ->
            rules.append(
                "-A %s -s %s -p tcp --dport %d -j RETURN\n".formatted(chain, s.address, s.port)));
    for (String source : sources) {
      rules.append("-A %s -s %s -j DROP\n".formatted(chain, source));
    }
    return """
    %1$s%2$s-restore -w --noflush <<'END' || exit 1
    %4$sCOMMIT
    END
    %1$s%2$s -w -C INPUT -j %3$s 2>/dev/null || %1$s%2$s -w -I INPUT 1 -j %3$s || exit 1
    """
        .formatted(become, tool, chain, rules);
  }

  private String nftDrop(Collection<String> sources, Optional<Spared> spared) {
    StringBuilder rules = new StringBuilder();
    spared.ifPresent(
        s ->
            rules.append(
                "%s saddr %s tcp dport %d accept\n"
                    .formatted(s.isV6() ? "ip6" : "ip", s.address, s.port)));
    for (String family : List.of("ip", "ip6")) {
      List<String> some = only(sources, family.equals("ip6"));
      if (!some.isEmpty()) {
        rules.append("%s saddr { %s } drop\n".formatted(family, String.join(", ", some)));
      }
    }
    return """
    %1$snft -f - <<'END'
    table inet %2$s
    delete table inet %2$s
    table inet %2$s {
    chain in {
    type filter hook input priority -10; policy accept;
    %3$s}
    }
    END
    """
        .formatted(become, table, rules);
  }

  private static List<String> only(Collection<String> addresses, boolean v6) {
    return new TreeSet<>(addresses)
        .stream().filter(address -> address.contains(":") == v6).collect(Collectors.toList());
  }

  private void must(String script) throws IOException {
    ExecResult result = session.exec(PATH + script, TIMEOUT);
    if (result.exitCode() != 0) {
      throw new IOException(session + ": cannot change the packet filter: " + result.err().strip());
    }
  }

  /** TCP connections from one address to one port of the node. */
  public record Spared(String address, int port) {
    boolean isV6() {
      return address.contains(":");
    }
  }
}
