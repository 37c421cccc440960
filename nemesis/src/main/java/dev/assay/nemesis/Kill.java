package dev.assay.nemesis;

import dev.assay.harness.Fault;
import java.io.IOException;

/**
 * Ends servers with SIGKILL, paused ones too; undone by starting them again with what is on their
 * disks.
 *
 * @param name the kind that drew it
 */
record Kill(String name, Aim aim) implements Fault {
  @Override
  public Active start(Target target) throws IOException {
    return ProcessFault.start(target, aim, target.system()::kill, target.system()::start);
  }
}
