package dev.assay.harness.cluster.support;

import dev.assay.harness.cluster.Cluster.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The links of a cluster that are cut, kept cut by the packet filters of the receiving nodes. Nodes
 * are changed at the same time, one command each.
 */
public final class Filters {
  private final String mark;
  private final List<SshNode> nodes;
  private final Addresses addresses;
  private final Map<String, PacketFilter> filters = new HashMap<>();
  private final Set<Link> dropped = new HashSet<>();
  private final Set<String> touched = new TreeSet<>();

  /** Where packets come from, as their receivers see it. */
  public interface Addresses {
    /** The source addresses of what one node sends to another; empty when they cannot be told. */
    Set<String> seen(String from, String to) throws IOException;

    /** A connection that must pass even when it comes from such an address. */
    Optional<PacketFilter.Spared> spared(String at);
  }

  /** For nodes that have one address each. */
  public Filters(String mark, List<SshNode> nodes) {
    this(
        mark,
        nodes,
        new Addresses() {
          @Override
          public Set<String> seen(String from, String to) {
            return Set.of(named(nodes, from).address());
          }

          @Override
          public Optional<PacketFilter.Spared> spared(String at) {
            return Optional.empty();
          }
        });
  }

  public Filters(String mark, List<SshNode> nodes, Addresses addresses) {
    this.mark = mark;
    this.nodes = nodes;
    this.addresses = addresses;
  }

  /** Why packets cannot be dropped on these nodes, in words; empty when they can. */
  public synchronized Optional<String> unavailable() throws IOException {
    List<String> reasons = new ArrayList<>();
    probe(nodes, reasons);
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  public synchronized void drop(Set<Link> links) throws IOException {
    NodeNames.check(links, List.copyOf(nodes));
    Map<String, Set<String>> sources = new TreeMap<>();
    Set<Link> all = new HashSet<>(dropped);
    all.addAll(links);
    Set<String> changed = new HashSet<>();
    links.forEach(link -> changed.add(link.to()));
    for (Link link : all) {
      if (changed.contains(link.to())) {
        Set<String> seen = addresses.seen(link.from(), link.to());
        if (seen.isEmpty()) {
          throw new IOException(
              "cannot drop what "
                  + link.from()
                  + " sends to "
                  + link.to()
                  + ": the two have no address that tells them apart");
        }
        sources.computeIfAbsent(link.to(), to -> new TreeSet<>()).addAll(seen);
      }
    }
    List<String> reasons = new ArrayList<>();
    probe(changed.stream().map(name -> named(nodes, name)).toList(), reasons);
    if (!reasons.isEmpty()) {
      throw new IOException("packets cannot be dropped: " + String.join("; ", reasons));
    }
    // Noted first: should some node fail half-way, healing goes to all of them.
    dropped.addAll(links);
    touched.addAll(changed);
    InParallel.run(
        sources.entrySet(),
        entry -> filter(entry.getKey()).drop(entry.getValue(), addresses.spared(entry.getKey())));
  }

  /** Takes out the filters that were put in. */
  public synchronized void heal() throws IOException {
    InParallel.run(touched, name -> filter(name).remove());
    dropped.clear();
    touched.clear();
  }

  /** Takes out the filters of all nodes, whoever put them in under this mark. */
  public synchronized void removeAll() throws IOException {
    List<String> reasons = new ArrayList<>();
    probe(nodes, reasons);
    // Where there can be no filter, there is none to remove.
    InParallel.run(filters.values(), PacketFilter::remove);
  }

  private void probe(List<SshNode> some, List<String> reasons) throws IOException {
    List<SshNode> unknown =
        some.stream().filter(node -> !filters.containsKey(node.name())).toList();
    List<PacketFilter.Probe> found =
        InParallel.map(unknown, node -> PacketFilter.probe(node.admin(), mark));
    for (int i = 0; i < found.size(); i++) {
      switch (found.get(i)) {
        case PacketFilter.Probe.Works works -> filters.put(unknown.get(i).name(), works.filter());
        case PacketFilter.Probe.Unavailable none -> reasons.add(none.reason());
      }
    }
  }

  private PacketFilter filter(String name) {
    PacketFilter filter = filters.get(name);
    if (filter == null) {
      throw new IllegalStateException("the filter of " + name + " was never probed");
    }
    return filter;
  }

  private static SshNode named(List<SshNode> nodes, String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node is called " + name));
  }
}
