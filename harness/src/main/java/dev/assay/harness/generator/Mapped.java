package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import java.util.function.UnaryOperator;

/**
 * Changes operations on their way out, and back again in what the generator is told.
 *
 * @param open what the generator made, by the process that does it
 */
record Mapped(UnaryOperator<Operation> change, Generator generator, ByProcess<Operation> open)
    implements Generator {
  @Override
  public Step next(Context context) {
    Step step = generator.next(context);
    if (step instanceof Step.Do made) {
      ByProcess<Operation> openThen = open.with(context.process(), made.operation());
      return new Step.Do(
          change.apply(made.operation()),
          made.atNanos(),
          new Mapped(change, made.rest(), openThen));
    }
    return step.then(rest -> new Mapped(change, rest, open));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    Operation made = open.get(context.process());
    return made == null
        ? this
        : new Mapped(
            change, generator.update(context, made, outcome), open.without(context.process()));
  }
}
