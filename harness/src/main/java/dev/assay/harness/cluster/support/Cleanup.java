package dev.assay.harness.cluster.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Steps that undo things: each is taken, whatever became of those before it. */
public final class Cleanup {
  private @Nullable IOException failure;

  /** One thing to undo. */
  public interface Step {
    void run() throws IOException;
  }

  public void step(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      note(e);
    } catch (RuntimeException e) {
      note(new IOException(e.toString(), e));
    }
  }

  public boolean failed() {
    return failure != null;
  }

  /** Throws the first failure, with the others suppressed in it, if there was one. */
  public void finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private void note(IOException e) {
    if (failure == null) {
      failure = e;
    } else if (!failure.equals(e)) {
      failure.addSuppressed(e);
    }
  }
}
