package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** {@code members} and, by target, {@code members-one} …; see {@link Aim.Choice}. */
public abstract sealed class MembersKind implements FaultKind {
  /** Never so many that nobody is left. */
  private static final List<Aim.Choice> CHOICES =
      List.of(Aim.Choice.ONE, Aim.Choice.MINORITY, Aim.Choice.LEADER);

  private final Aim.@Nullable Choice choice;

  private MembersKind(Aim.@Nullable Choice choice) {
    this.choice = choice;
  }

  @Override
  public String name() {
    return choice == null ? "members" : "members-" + choice.word;
  }

  @Override
  public String description() {
    return "takes out of the membership and in again: "
        + (choice == null ? "any of the targets of the members-… kinds" : choice.description);
  }

  @Override
  public String family() {
    return "members";
  }

  @Override
  public boolean needsOperator() {
    return true;
  }

  @Override
  public Fault draw(SplittableRandom random, List<String> nodes) {
    if (nodes.size() < 2) {
      throw new IllegalArgumentException(name() + " needs at least 2 nodes, but there is 1");
    }
    Aim.Choice drawn = choice;
    if (drawn == null) {
      List<Aim.Choice> possible =
          CHOICES.stream().filter(each -> each.nodesMin <= nodes.size()).toList();
      drawn = Draw.weighted(random, possible, each -> each.weight);
    }
    return new Removal(name(), Aim.Choice.draw(name(), drawn, random, nodes));
  }

  /** {@code members}. */
  public static final class Any extends MembersKind {
    public Any() {
      super(null);
    }
  }

  /** {@code members-one}. */
  public static final class One extends MembersKind {
    public One() {
      super(Aim.Choice.ONE);
    }
  }

  /** {@code members-minority}. */
  public static final class Minority extends MembersKind {
    public Minority() {
      super(Aim.Choice.MINORITY);
    }
  }

  /** {@code members-leader}. */
  public static final class Leader extends MembersKind {
    public Leader() {
      super(Aim.Choice.LEADER);
    }
  }
}
