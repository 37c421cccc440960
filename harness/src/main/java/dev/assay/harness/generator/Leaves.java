package dev.assay.harness.generator;

import dev.assay.harness.Operation;
import java.util.List;
import java.util.function.Function;

/** Generators that are made of no others. */
final class Leaves {
  /** The start of what begins when it is first asked. */
  static final long UNSET = Long.MIN_VALUE;

  /** A time that does not come. */
  static final long NEVER = Long.MAX_VALUE;

  private Leaves() {}

  /** Has ended. */
  enum Empty implements Generator {
    EMPTY;

    @Override
    public Step next(Context context) {
      return END;
    }
  }

  record Listed(List<Operation> operations, int at) implements Generator {
    @Override
    public Step next(Context context) {
      return at == operations.size()
          ? END
          : new Step.Do(operations.get(at), context.timeNanos(), new Listed(operations, at + 1));
    }
  }

  record Made(Function<Context, Operation> make) implements Generator {
    @Override
    public Step next(Context context) {
      return new Step.Do(make.apply(context), context.timeNanos(), this);
    }
  }

  record Sleep(long nanos, long startNanos) implements Generator {
    @Override
    public Step next(Context context) {
      long start = startNanos == UNSET ? context.timeNanos() : startNanos;
      return context.timeNanos() - start >= nanos
          ? END
          : new Step.Wait(start + nanos, new Sleep(nanos, start));
    }
  }
}
