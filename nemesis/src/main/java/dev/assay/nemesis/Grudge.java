package dev.assay.nemesis;

import dev.assay.harness.cluster.Cluster.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which links a partition cuts, as Jepsen calls it: who refuses to hear whom.
 *
 * @param cut directed links, in the order of the nodes; never from a node to itself
 */
record Grudge(Set<Link> cut) {
  public Grudge {
    cut = Collections.unmodifiableSet(new LinkedHashSet<>(cut));
  }

  /** Cuts every link on which {@code from} must not reach {@code to}. O(n²). */
  static Grudge where(List<String> nodes, BiPredicate<String, String> mustNotReach) {
    Set<Link> cut = new LinkedHashSet<>();
    for (String from : nodes) {
      for (String to : nodes) {
        if (!from.equals(to) && mustNotReach.test(from, to)) {
          cut.add(new Link(from, to));
        }
      }
    }
    return new Grudge(cut);
  }

  /** Cuts both ways between one side and everyone else. */
  static Grudge split(List<String> nodes, Collection<String> side) {
    return where(nodes, (from, to) -> side.contains(from) != side.contains(to));
  }

  /** One side is not heard by everyone else, but hears them. */
  static Grudge mute(List<String> nodes, Collection<String> side) {
    return where(nodes, (from, to) -> side.contains(from) && !side.contains(to));
  }

  /** One side does not hear anyone else, but is heard. */
  static Grudge deafen(List<String> nodes, Collection<String> side) {
    return where(nodes, (from, to) -> !side.contains(from) && side.contains(to));
  }

  /** Two halves of a ring of nodes that only the node at {@code index} can reach both of. */
  static Grudge bridge(List<String> nodes, int index) {
    String bridge = nodes.get(index);
    List<String> others = new ArrayList<>(nodes);
    others.remove(index);
    List<String> side = others.subList(0, others.size() / 2);
    return where(
        nodes,
        (from, to) ->
            !from.equals(bridge) && !to.equals(bridge) && side.contains(from) != side.contains(to));
  }

  /**
   * Everybody hears a majority, nobody the same as another, and links are cut both ways or not at
   * all. Exact for every number of nodes from 3 on.
   *
   * <p>A majority is oneself and {@code n/2} others, so every node of the ring keeps its {@code
   * n/4} nearest on either side. Where {@code n/2} is odd, each also keeps the one across the ring;
   * if moreover {@code n} is odd then that leaves one node over, which pairs with one that has a
   * partner already. (Jepsen instead drops packets one way there, which TCP turns into no
   * connection at all.)
   */
  static Grudge majoritiesRing(List<String> ring) {
    int n = ring.size();
    int across = n / 2;
    Set<Link> kept = new LinkedHashSet<>();
    for (int i = 0; i < n; i++) {
      for (int step = 1; step <= across / 2; step++) {
        keep(kept, ring, i, i + step);
      }
      boolean needsPartner = i < across || i == 2 * across;
      if (across % 2 == 1 && needsPartner) {
        keep(kept, ring, i, i + across);
      }
    }
    return where(ring, (from, to) -> !kept.contains(new Link(from, to)));
  }

  private static void keep(Set<Link> kept, List<String> ring, int i, int j) {
    String one = ring.get(i);
    String other = ring.get(j % ring.size());
    kept.add(new Link(one, other));
    kept.add(new Link(other, one));
  }

  /** Plain data: for each node that misses something, from whom it hears nothing. */
  Map<String, List<String>> toData() {
    Map<String, List<String>> unheard = new LinkedHashMap<>();
    for (Link link : cut) {
      unheard.computeIfAbsent(link.to(), to -> new ArrayList<>()).add(link.from());
    }
    unheard.replaceAll((to, from) -> List.copyOf(from));
    return Collections.unmodifiableMap(unheard);
  }
}
