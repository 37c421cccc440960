package dev.assay.nemesis;

import dev.assay.harness.Fault;
import java.io.IOException;

/**
 * Stops the threads of servers with SIGSTOP; undone with SIGCONT. To the others it looks like a
 * long garbage collection: the paused server wakes up with what it believed before.
 *
 * @param name the kind that drew it
 */
record Pause(String name, Aim aim) implements Fault {
  @Override
  public Active start(Target target) throws IOException {
    return ProcessFault.start(target, aim, target.system()::pause, target.system()::resume);
  }
}
