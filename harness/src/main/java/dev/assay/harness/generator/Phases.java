package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.List;

/**
 * One generator after the other.
 *
 * @param parts as they were at first
 * @param at which of them is asked
 * @param now what has become of that one
 * @param waits whether a part begins only when no operation of those before is open
 * @param open the part that each open operation came from, by its place
 */
record Phases(List<Generator> parts, int at, Generator now, boolean waits, ByProcess<Integer> open)
    implements Generator {

  static Generator of(List<Generator> generators, boolean waits) {
    return generators.isEmpty()
        ? Leaves.Empty.EMPTY
        : new Phases(List.copyOf(generators), 0, generators.getFirst(), waits, ByProcess.empty());
  }

  @Override
  public Step next(Context context) {
    Generator asked = now;
    for (int i = at; i < parts.size(); i++) {
      if (i > at) {
        asked = parts.get(i);
      }
      Step step = asked.next(context);
      if (!(step instanceof Step.End)) {
        int part = i;
        ByProcess<Integer> openThen =
            step instanceof Step.Do ? open.with(context.process(), part) : open;
        return step.then(rest -> new Phases(parts, part, rest, waits, openThen));
      }
      if (waits && !open.isEmpty() && i + 1 < parts.size()) {
        return new Step.Wait(Leaves.NEVER, this);
      }
    }
    return END;
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    Integer part = open.get(context.process());
    if (part == null) {
      return this;
    }
    // a part that has ended does not care any more
    Generator told = part == at ? now.update(context, operation, outcome) : now;
    return new Phases(parts, at, told, waits, open.without(context.process()));
  }
}
