package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;

/**
 * The same generator afresh for each thread or process.
 *
 * @param fresh what each begins with
 * @param perProcess whether a new process on a thread begins afresh
 * @param threads what has become of it, by thread
 */
record EachThread(Generator fresh, boolean perProcess, ByProcess<Own> threads)
    implements Generator {
  /**
   * The generator of one thread.
   *
   * @param process who asked last
   */
  record Own(int process, Generator generator, boolean isOver, boolean isOpen) {}

  @Override
  public Step next(Context context) {
    Own own = own(context);
    Step step = own.generator().next(context.within(context.thread(), 1));
    if (step instanceof Step.End) {
      EachThread rest = with(context, new Own(context.process(), own.generator(), true, false));
      return rest.areAllOver(context) ? END : new Step.Wait(Leaves.NEVER, rest);
    }
    boolean isOpen = step instanceof Step.Do;
    return step.then(rest -> with(context, new Own(context.process(), rest, false, isOpen)));
  }

  @Override
  public Generator update(Context context, Operation operation, Outcome outcome) {
    Own own = threads.get(context.thread());
    if (own == null || !own.isOpen() || own.process() != context.process()) {
      return this;
    }
    Generator told =
        own.generator().update(context.within(context.thread(), 1), operation, outcome);
    return with(context, new Own(own.process(), told, own.isOver(), false));
  }

  private Own own(Context context) {
    Own own = threads.get(context.thread());
    return own == null || (perProcess && own.process() != context.process())
        ? new Own(context.process(), fresh, false, false)
        : own;
  }

  private EachThread with(Context context, Own own) {
    return new EachThread(fresh, perProcess, threads.with(context.thread(), own));
  }

  private boolean areAllOver(Context context) {
    for (int thread = 0; thread < context.concurrency(); thread++) {
      Own own = threads.get(thread);
      if (own == null || !own.isOver()) {
        return false;
      }
    }
    return true;
  }
}
