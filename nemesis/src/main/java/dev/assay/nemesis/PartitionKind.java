package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** {@code partition} and, by shape, {@code partition-halves} …; see {@link PartitionShape}. */
public abstract sealed class PartitionKind implements FaultKind {
  private final @Nullable PartitionShape shape;

  private PartitionKind(@Nullable PartitionShape shape) {
    this.shape = shape;
  }

  @Override
  public String name() {
    return shape == null ? "partition" : "partition-" + shape.word;
  }

  @Override
  public String description() {
    return shape == null
        ? "cuts links between nodes, in any of the shapes of the partition-… kinds"
        : "cuts links: " + shape.description;
  }

  /** All partitions: a cluster heals its whole network at once. */
  @Override
  public String family() {
    return "partition";
  }

  @Override
  public Fault draw(SplittableRandom random, List<String> nodes) {
    int nodesMin = shape == null ? 2 : shape.nodesMin;
    if (nodes.size() < nodesMin) {
      throw new IllegalArgumentException(
          name() + " needs at least " + nodesMin + " nodes, but there are " + nodes.size());
    }
    PartitionShape drawn = shape;
    if (drawn == null) {
      List<PartitionShape> possible =
          List.of(PartitionShape.values()).stream()
              .filter(each -> each.nodesMin <= nodes.size())
              .toList();
      drawn = Draw.weighted(random, possible, each -> each.weight);
    }
    return drawn.draw(name(), random, nodes);
  }

  /** {@code partition}. */
  public static final class Any extends PartitionKind {
    public Any() {
      super(null);
    }
  }

  /** {@code partition-halves}. */
  public static final class Halves extends PartitionKind {
    public Halves() {
      super(PartitionShape.HALVES);
    }
  }

  /** {@code partition-random-halves}. */
  public static final class RandomHalves extends PartitionKind {
    public RandomHalves() {
      super(PartitionShape.RANDOM_HALVES);
    }
  }

  /** {@code partition-random-node}. */
  public static final class RandomNode extends PartitionKind {
    public RandomNode() {
      super(PartitionShape.RANDOM_NODE);
    }
  }

  /** {@code partition-majorities-ring}. */
  public static final class MajoritiesRing extends PartitionKind {
    public MajoritiesRing() {
      super(PartitionShape.MAJORITIES_RING);
    }
  }

  /** {@code partition-bridge}. */
  public static final class Bridge extends PartitionKind {
    public Bridge() {
      super(PartitionShape.BRIDGE);
    }
  }

  /** {@code partition-leader}. */
  public static final class Leader extends PartitionKind {
    public Leader() {
      super(PartitionShape.LEADER);
    }
  }

  /** {@code partition-one-way}. */
  public static final class OneWay extends PartitionKind {
    public OneWay() {
      super(PartitionShape.ONE_WAY);
    }
  }
}
