package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.generator.Generators.Reserved;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of threads, each with a generator of its own.
 *
 * @param ends the thread after the last of each range; the last range has no end
 * @param over which ranges have ended
 */
record Reserve(List<Integer> ends, List<Generator> parts, List<Boolean> over) implements Generator {

  static Generator of(List<Reserved> reserved, Generator others) {
    List<Integer> ends = new ArrayList<>();
    List<Generator> parts = new ArrayList<>();
    List<Boolean> over = new ArrayList<>();
    int end = 0;
    for (Reserved range : reserved) {
      end = Math.addExact(end, range.threads());
      ends.add(end);
      parts.add(range.generator());
      over.add(false);
    }
    parts.add(others);
    over.add(false);
    return new Reserve(List.copyOf(ends), List.copyOf(parts), List.copyOf(over));
  }

  @Override
  public Step next(Context context) {
    int range = range(context.thread());
    Step step = parts.get(range).next(within(range, context));
    if (step instanceof Step.End) {
      Reserve rest = over(range);
      return rest.isOver(context.concurrency()) ? END : new Step.Wait(Leaves.NEVER, rest);
    }
    return step.then(rest -> with(range, rest));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    int range = range(context.thread());
    return with(range, parts.get(range).update(within(range, context), operation, outcome));
  }

  private int range(int thread) {
    int range = 0;
    while (range < ends.size() && thread >= ends.get(range)) {
      range++;
    }
    return range;
  }

  private Context within(int range, Context context) {
    int begin = range == 0 ? 0 : ends.get(range - 1);
    int end =
        range < ends.size()
            ? Math.min(ends.get(range), context.concurrency())
            : context.concurrency();
    return context.within(begin, end - begin);
  }

  private Reserve with(int range, Generator part) {
    List<Generator> changed = new ArrayList<>(parts);
    changed.set(range, part);
    return new Reserve(ends, changed, over);
  }

  private Reserve over(int range) {
    List<Boolean> changed = new ArrayList<>(over);
    changed.set(range, true);
    return new Reserve(ends, parts, changed);
  }

  /** Whether every range that has threads has ended. */
  private boolean isOver(int concurrency) {
    int begin = 0;
    for (int range = 0; range < parts.size() && begin < concurrency; range++) {
      if (!over.get(range)) {
        return false;
      }
      begin = range < ends.size() ? ends.get(range) : concurrency;
    }
    return true;
  }
}
