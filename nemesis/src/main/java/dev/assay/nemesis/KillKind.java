package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** {@code kill} and, by target, {@code kill-one} …; see {@link Aim.Choice}. */
public abstract sealed class KillKind implements FaultKind {
  private final Aim.@Nullable Choice choice;

  private KillKind(Aim.@Nullable Choice choice) {
    this.choice = choice;
  }

  @Override
  public String name() {
    return choice == null ? "kill" : "kill-" + choice.word;
  }

  @Override
  public String description() {
    return "kill -9 and restart, of "
        + (choice == null ? "any of the targets of the kill-… kinds" : choice.description);
  }

  @Override
  public String family() {
    return "kill";
  }

  @Override
  public Fault draw(SplittableRandom random, List<String> nodes) {
    return new Kill(name(), Aim.Choice.draw(name(), choice, random, nodes));
  }

  /** {@code kill}. */
  public static final class Any extends KillKind {
    public Any() {
      super(null);
    }
  }

  /** {@code kill-one}. */
  public static final class One extends KillKind {
    public One() {
      super(Aim.Choice.ONE);
    }
  }

  /** {@code kill-minority}. */
  public static final class Minority extends KillKind {
    public Minority() {
      super(Aim.Choice.MINORITY);
    }
  }

  /** {@code kill-majority}. */
  public static final class Majority extends KillKind {
    public Majority() {
      super(Aim.Choice.MAJORITY);
    }
  }

  /** {@code kill-all}. */
  public static final class All extends KillKind {
    public All() {
      super(Aim.Choice.ALL);
    }
  }

  /** {@code kill-leader}. */
  public static final class Leader extends KillKind {
    public Leader() {
      super(Aim.Choice.LEADER);
    }
  }
}
