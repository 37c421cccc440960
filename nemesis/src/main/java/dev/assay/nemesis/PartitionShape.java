package dev.assay.nemesis;

import dev.assay.harness.Fault;
import java.util.List;
import java.util.SplittableRandom;

/** The shapes of partitions, in Jepsen's words where it has one. */
enum PartitionShape {
  HALVES("halves", "the first half of the nodes from the rest", 2, 1),
  RANDOM_HALVES("random-halves", "a random half of the nodes from the rest", 2, 2),
  RANDOM_NODE("random-node", "one random node from everyone else", 2, 1),
  MAJORITIES_RING("majorities-ring", "every node sees a majority, no two see the same", 3, 2),
  BRIDGE("bridge", "two halves that only one node in between can reach both of", 3, 2),
  LEADER("leader", "the leader from everyone else", 2, 3),
  ONE_WAY(
      "one-way", "packets are lost in one direction only: a node or half is mute or deaf", 2, 2);

  final String word;
  final String description;
  final int nodesMin;

  /** How often {@code partition} draws it, compared to the others. */
  final int weight;

  PartitionShape(String word, String description, int nodesMin, int weight) {
    this.word = word;
    this.description = description;
    this.nodesMin = nodesMin;
    this.weight = weight;
  }

  Fault draw(String kind, SplittableRandom random, List<String> nodes) {
    List<String> shuffled = Draw.shuffled(random, nodes);
    String someone = shuffled.getFirst();
    List<String> half = shuffled.subList(0, nodes.size() / 2);
    return switch (this) {
      case HALVES ->
          new Partition(
              kind, word, Grudge.split(nodes, List.copyOf(nodes.subList(0, nodes.size() / 2))));
      case RANDOM_HALVES -> new Partition(kind, word, Grudge.split(nodes, half));
      case RANDOM_NODE -> new Partition(kind, word, Grudge.split(nodes, List.of(someone)));
      case MAJORITIES_RING -> new Partition(kind, word, Grudge.majoritiesRing(shuffled));
      case BRIDGE -> new Partition(kind, word, Grudge.bridge(shuffled, 0));
      case LEADER -> new LeaderPartition(kind, word, LeaderPartition.Side.SPLIT, someone, nodes);
      case ONE_WAY -> drawOneWay(kind, random, nodes, half, someone);
    };
  }

  private static Fault drawOneWay(
      String kind, SplittableRandom random, List<String> nodes, List<String> half, String someone) {
    return switch (random.nextInt(6)) {
      case 0 -> new Partition(kind, "mute-half", Grudge.mute(nodes, half));
      case 1 -> new Partition(kind, "deaf-half", Grudge.deafen(nodes, half));
      case 2 -> new Partition(kind, "mute-node", Grudge.mute(nodes, List.of(someone)));
      case 3 -> new Partition(kind, "deaf-node", Grudge.deafen(nodes, List.of(someone)));
      case 4 -> new LeaderPartition(kind, "mute-leader", LeaderPartition.Side.MUTE, someone, nodes);
      default ->
          new LeaderPartition(kind, "deaf-leader", LeaderPartition.Side.DEAF, someone, nodes);
    };
  }
}
