package dev.assay.nemesis;

import dev.assay.harness.Fault.Target;
import dev.assay.harness.cluster.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Whom a fault strikes: known when it is drawn, or, for the leader, when it starts. */
sealed interface Aim {
  /** In words, for the history: {@code one}, {@code minority}, {@code leader} … */
  String words();

  /** The nodes to strike now, in the order of the cluster. */
  List<Node> resolve(Target target);

  /**
   * Plain data: {@code {nodes: ["n1", "n4"], targets: "minority"}}, always in this order, so that
   * the same seed writes the same history.
   */
  default Map<String, Object> toData(List<String> nodes) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("nodes", nodes);
    data.put("targets", words());
    return Collections.unmodifiableMap(data);
  }

  /** These nodes. */
  record Nodes(String words, List<String> names) implements Aim {
    public Nodes {
      names = List.copyOf(names);
    }

    @Override
    public List<Node> resolve(Target target) {
      List<Node> found =
          target.cluster().nodes().stream().filter(node -> names.contains(node.name())).toList();
      if (found.size() != names.size()) {
        throw new IllegalStateException(
            "drawn for nodes " + names + ", but the cluster has " + namesOf(target));
      }
      return found;
    }
  }

  /** Whoever leads when the fault starts; {@code fallback} when nobody can be found who does. */
  record Leader(String fallback) implements Aim {
    @Override
    public String words() {
      return "leader";
    }

    @Override
    public List<Node> resolve(Target target) {
      return target
          .system()
          .leader()
          .map(List::of)
          .orElseGet(() -> new Nodes(words(), List.of(fallback)).resolve(target));
    }
  }

  /** How to choose among nodes, in Jepsen's words. */
  enum Choice {
    ONE("one", "one random node", 1, 2),
    MINORITY("minority", "as many random nodes as can be missed: the rest is a majority", 3, 1),
    MAJORITY("majority", "a smallest random majority of the nodes", 1, 1),
    ALL("all", "all nodes", 1, 1),
    /** Drawn more often: bugs live where the leader changes. */
    LEADER("leader", "whoever leads when the fault starts, else one random node", 1, 2);

    final String word;
    final String description;
    final int nodesMin;

    /** How often it is drawn, compared to the others. */
    final int weight;

    Choice(String word, String description, int nodesMin, int weight) {
      this.word = word;
      this.description = description;
      this.nodesMin = nodesMin;
      this.weight = weight;
    }

    /** Aims as {@code choice} says; null leaves that to the random numbers too. */
    static Aim draw(
        String kind, @Nullable Choice choice, SplittableRandom random, List<String> nodes) {
      int nodesMin = choice == null ? 1 : choice.nodesMin;
      if (nodes.size() < nodesMin) {
        throw new IllegalArgumentException(
            kind + " needs at least " + nodesMin + " nodes, but there are " + nodes.size());
      }
      if (choice != null) {
        return choice.draw(random, nodes);
      }
      List<Choice> possible =
          Arrays.stream(values()).filter(each -> each.nodesMin <= nodes.size()).toList();
      return Draw.weighted(random, possible, each -> each.weight).draw(random, nodes);
    }

    private Aim draw(SplittableRandom random, List<String> nodes) {
      List<String> shuffled = Draw.shuffled(random, nodes);
      int n = nodes.size();
      return switch (this) {
        case LEADER -> new Leader(shuffled.getFirst());
        case ONE -> first(1, shuffled, nodes);
        case MINORITY -> first((n - 1) / 2, shuffled, nodes);
        case MAJORITY -> first(n / 2 + 1, shuffled, nodes);
        case ALL -> first(n, shuffled, nodes);
      };
    }

    private Aim first(int count, List<String> shuffled, List<String> nodes) {
      List<String> chosen = new ArrayList<>(nodes);
      chosen.retainAll(shuffled.subList(0, count));
      return new Nodes(word, chosen);
    }
  }

  private static List<String> namesOf(Target target) {
    return target.cluster().nodes().stream().map(Node::name).toList();
  }
}
