package dev.assay.raftkv.server;

import dev.assay.runtime.real.ServerClasspath;
import java.nio.file.Path;
import java.util.List;

/** What has to be on a machine, beside a Java runtime, to run {@link RaftKvServer}. */
public final class RaftKvClasspath {
  private RaftKvClasspath() {}

  /** Jars, or folders of classes when this process itself runs from such. */
  public static List<Path> files() {
    return ServerClasspath.files(RaftKvServer.class);
  }
}
