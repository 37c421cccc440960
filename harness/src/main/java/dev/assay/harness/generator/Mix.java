package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generators.Weighted;
import java.util.ArrayList;
import java.util.List;

/**
 * A random part for each operation.
 *
 * @param open the part that each open operation came from
 */
record Mix(List<Weighted> parts, ByProcess<Integer> open) implements Generator {
  /** Asks parts in a random order until one has something to do now. O(parts²) at worst. */
  @Override
  public Step next(Context context) {
    List<Weighted> all = new ArrayList<>(parts);
    List<Integer> left = new ArrayList<>();
    double weight = 0;
    for (int i = 0; i < all.size(); i++) {
      left.add(i);
      weight += all.get(i).weight();
    }
    long wakeAt = Leaves.NEVER;
    boolean isOver = true;
    while (!left.isEmpty()) {
      int drawn = draw(context, all, left, weight);
      int part = left.remove(/* index */ drawn);
      Weighted chosen = all.get(part);
      weight -= chosen.weight();
      switch (chosen.generator().next(context)) {
        case Step.Do step -> {
          all.set(part, new Weighted(chosen.weight(), step.rest()));
          return step.then(rest -> new Mix(all, open.with(context.process(), part)));
        }
        case Step.Wait step -> {
          all.set(part, new Weighted(chosen.weight(), step.rest()));
          wakeAt = Math.min(wakeAt, step.untilNanos());
          isOver = false;
        }
        case Step.End end -> {}
      }
    }
    return isOver ? END : new Step.Wait(wakeAt, new Mix(all, open));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    Integer part = open.get(context.process());
    if (part == null) {
      return this;
    }
    List<Weighted> all = new ArrayList<>(parts);
    Weighted origin = all.get(part);
    Generator told = origin.generator().update(context, operation, outcome);
    all.set(part, new Weighted(origin.weight(), told));
    return new Mix(all, open.without(context.process()));
  }

  private static int draw(
      Context context, List<Weighted> all, List<Integer> left, double weightLeft) {
    if (left.size() == 1) {
      return 0;
    }
    double point = context.random().nextDouble() * weightLeft;
    for (int i = 0; i < left.size() - 1; i++) {
      point -= all.get(left.get(i)).weight();
      if (point < 0) {
        return i;
      }
    }
    return left.size() - 1;
  }
}
