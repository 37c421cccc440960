package dev.assay.cli;

import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Clusters;
import dev.assay.harness.run.RunHandle;
import dev.assay.harness.run.RunResult;
import dev.assay.harness.run.Runner;
import dev.assay.harness.run.TestPlan;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A run that the user can stop. The first Ctrl-C ends it as its time limit would, only earlier; the
 * second leaves at once but for closing the cluster; the third leaves.
 */
final class LiveRun {
  /** As of a process that SIGINT ended. */
  static final int STOPPED = 130;

  private final RunView view;
  private final AtomicReference<@Nullable RunHandle> handle = new AtomicReference<>();
  private final AtomicReference<@Nullable Cluster> cluster = new AtomicReference<>();
  private volatile boolean ended;

  LiveRun(RunView view) {
    this.view = view;
  }

  /** Brings up nodes, and remembers them for the case that the run cannot close them. */
  Cluster open(Clusters.Described described) throws IOException {
    Cluster opened = described.open();
    cluster.set(opened);
    return opened;
  }

  /** Runs to the end, whatever it is. */
  RunResult run(TestPlan plan) {
    Thread hook = Thread.ofPlatform().name("close-cluster").unstarted(this::closeCluster);
    Runtime.getRuntime().addShutdownHook(hook);
    RunHandle started = Runner.start(plan, view);
    handle.set(started);
    Signals.listen(this::signalled);
    while (true) {
      try {
        RunResult result = started.await();
        ended = true;
        cluster.set(null);
        return result;
      } catch (InterruptedException e) {
        started.stop();
      }
    }
  }

  private void signalled(int count) {
    RunHandle running = handle.get();
    if (ended || running == null || count > 2) {
      Runtime.getRuntime().halt(STOPPED);
    } else if (count == 1) {
      view.note("stopping: healing, collecting, leaving the nodes as they were; again to hurry");
      running.stop();
    } else {
      view.note("closing the cluster without collecting logs; again to leave at once");
      closeCluster();
      Runtime.getRuntime().halt(STOPPED);
    }
  }

  private void closeCluster() {
    Cluster open = cluster.getAndSet(null);
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      view.note(
          "not everything could be undone (" + Failures.reason(e) + "): run ./assay cluster clean");
    }
  }
}
