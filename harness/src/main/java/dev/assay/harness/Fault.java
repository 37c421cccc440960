package dev.assay.harness;

import dev.assay.harness.cluster.Cluster;
import java.io.IOException;

/**
 * A value that says what goes wrong. Which nodes it strikes is fixed when it is drawn, or, where it
 * says so (the leader), when it starts.
 */
public interface Fault {
  /** The kind's name on the command line: {@code partition}, {@code kill} … */
  String name();

  /** Makes it happen; {@link Active#stop} undoes it, also when half of it failed. */
  Active start(Target target) throws IOException;

  /** A fault that is happening. */
  interface Active {
    /** What it does to whom, as plain data for the history and the report. */
    Object value();

    /** Undoes it. Can be called again after it failed. */
    void stop() throws IOException;
  }

  /** What a fault can strike. */
  record Target(Cluster cluster, SystemUnderTest system) {}
}
