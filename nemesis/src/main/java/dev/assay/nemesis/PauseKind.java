package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** {@code pause} and, by target, {@code pause-one} …; see {@link Aim.Choice}. */
public abstract sealed class PauseKind implements FaultKind {
  private final Aim.@Nullable Choice choice;

  private PauseKind(Aim.@Nullable Choice choice) {
    this.choice = choice;
  }

  @Override
  public String name() {
    return choice == null ? "pause" : "pause-" + choice.word;
  }

  @Override
  public String description() {
    return "SIGSTOP, later SIGCONT, of "
        + (choice == null ? "any of the targets of the pause-… kinds" : choice.description);
  }

  @Override
  public String family() {
    return "pause";
  }

  @Override
  public Fault draw(SplittableRandom random, List<String> nodes) {
    return new Pause(name(), Aim.Choice.draw(name(), choice, random, nodes));
  }

  /** {@code pause}. */
  public static final class Any extends PauseKind {
    public Any() {
      super(null);
    }
  }

  /** {@code pause-one}. */
  public static final class One extends PauseKind {
    public One() {
      super(Aim.Choice.ONE);
    }
  }

  /** {@code pause-minority}. */
  public static final class Minority extends PauseKind {
    public Minority() {
      super(Aim.Choice.MINORITY);
    }
  }

  /** {@code pause-majority}. */
  public static final class Majority extends PauseKind {
    public Majority() {
      super(Aim.Choice.MAJORITY);
    }
  }

  /** {@code pause-all}. */
  public static final class All extends PauseKind {
    public All() {
      super(Aim.Choice.ALL);
    }
  }

  /** {@code pause-leader}. */
  public static final class Leader extends PauseKind {
    public Leader() {
      super(Aim.Choice.LEADER);
    }
  }
}
