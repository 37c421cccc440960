package dev.assay.nemesis;

import dev.assay.harness.Fault;
import java.io.IOException;
import java.util.List;

/**
 * A partition around whoever leads when it starts.
 *
 * @param name the kind that drew it
 * @param fallback struck instead when no leader can be found
 */
record LeaderPartition(String name, String shape, Side side, String fallback, List<String> nodes)
    implements Fault {

  /** What becomes of the traffic between the leader and the others. */
  enum Side {
    /** Nothing passes. */
    SPLIT,
    /** Nobody hears the leader. */
    MUTE,
    /** The leader hears nobody. */
    DEAF
  }

  public LeaderPartition {
    nodes = List.copyOf(nodes);
  }

  @Override
  public Active start(Target target) throws IOException {
    List<String> leader = List.of(new Aim.Leader(fallback).resolve(target).getFirst().name());
    Grudge grudge =
        switch (side) {
          case SPLIT -> Grudge.split(nodes, leader);
          case MUTE -> Grudge.mute(nodes, leader);
          case DEAF -> Grudge.deafen(nodes, leader);
        };
    return new Partition(name, shape, grudge).start(target);
  }
}
