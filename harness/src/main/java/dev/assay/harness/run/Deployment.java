package dev.assay.harness.run;

import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.run.TestPlan.Limits;
import dev.assay.histories.format.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The system on its nodes: how it gets there, and how it is taken away without a trace. */
final class Deployment {
  private static final long RETRY_PAUSE_MILLIS = 500;

  private final Limits limits;
  private final Tasks tasks;
  private final StopSignal stop;
  final Cluster cluster;
  final SystemUnderTest system;

  private Deployment(
      Limits limits, Tasks tasks, StopSignal stop, Cluster cluster, SystemUnderTest system) {
    this.limits = limits;
    this.tasks = tasks;
    this.stop = stop;
    this.cluster = cluster;
    this.system = system;
  }

  /** Brings the nodes up and prepares the system, touching no node yet. */
  static Deployment open(TestPlan plan, Tasks tasks, StopSignal stop) throws RunFailure {
    Cluster cluster = openCluster(plan, tasks, stop);
    try {
      SystemUnderTest system = plan.system().create(cluster, plan.systemConfig());
      return new Deployment(plan.limits(), tasks, stop, cluster, system);
    } catch (IOException | RuntimeException e) {
      List<String> late = closeCluster(cluster, tasks, plan.limits().tearDown());
      String rest = late.isEmpty() ? "" : "; then: " + String.join("; ", late);
      throw new RunFailure(plan.system().name() + ": " + Words.of(e) + rest, e);
    }
  }

  List<Node> nodes() {
    return cluster.nodes();
  }

  void install() throws RunFailure {
    failOn(onNodes("installing", system::install, limits.setUp(), stop));
  }

  /** Starts all servers; returns when the system serves requests. */
  void start() throws RunFailure {
    long deadline = System.nanoTime() + limits.setUp().toNanos();
    failOn(onNodes("starting", system::start, limits.setUp(), stop));
    failOn(awaitReady(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
  }

  /** Returns when the system serves requests, or complaints. */
  List<String> awaitReady(Duration limit) {
    // the system may need a moment more than its limit to say which nodes do not answer
    Duration patience = limit.plusSeconds(5);
    return tasks.once(
        "the system", "becoming ready", name -> system.awaitReady(limit), patience, stop);
  }

  /** Undoes whatever a fault may have left, whatever happened; returns complaints. */
  List<String> heal() {
    long deadline = System.nanoTime() + limits.heal().toNanos();
    List<String> complaints = new ArrayList<>();
    complaints.addAll(
        tasks.once(
            "network", "healing", name -> retry(cluster::heal, deadline), limits.heal(), null));
    complaints.addAll(
        onNodes(
            "resuming and starting",
            node ->
                retry(
                    () -> {
                      system.resume(node);
                      system.start(node);
                    },
                    deadline),
            limits.heal(),
            null));
    return complaints;
  }

  List<String> stopServers() {
    return onNodes("stopping", system::kill, limits.tearDown(), null);
  }

  /** Copies the logs of every node to {@code folder/<node>/}. */
  List<String> fetchLogs(RunFolder folder) {
    return onNodes("fetching logs", node -> fetchLogs(node, folder), limits.tearDown(), null);
  }

  List<String> close() {
    return closeCluster(cluster, tasks, limits.tearDown());
  }

  private void fetchLogs(Node node, RunFolder folder) throws IOException {
    Path own = folder.nodeFolder(node.name());
    Set<String> names = new LinkedHashSet<>();
    List<String> complaints = new ArrayList<>();
    for (String remote : system.logFiles(node)) {
      String name = fileName(remote.substring(remote.lastIndexOf('/') + 1));
      while (!names.add(name)) {
        name = "_" + name;
      }
      try {
        node.session().download(remote, own.resolve(name));
      } catch (IOException e) {
        complaints.add(remote + ": " + Words.of(e));
      }
    }
    if (!complaints.isEmpty()) {
      throw new IOException("not fetched: " + String.join("; ", complaints));
    }
  }

  /** A name as a file's, which cannot lead out of the folder. */
  private static String fileName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe;
  }

  private List<String> onNodes(
      String doing, Tasks.Work<Node> work, Duration limit, @Nullable StopSignal by) {
    return tasks.forEach(nodes(), Node::name, doing, work, limit, by);
  }

  private static Cluster openCluster(TestPlan plan, Tasks tasks, StopSignal stop)
      throws RunFailure {
    AtomicReference<@Nullable Cluster> opened = new AtomicReference<>();
    AtomicReference<Boolean> isLate = new AtomicReference<>(false);
    List<String> failures =
        tasks.once(
            "nodes " + plan.nodes(),
            "bringing them up",
            name -> {
              Cluster cluster = plan.cluster().open();
              opened.set(cluster);
              if (isLate.get() && opened.compareAndSet(cluster, null)) {
                cluster.close();
              }
            },
            plan.limits().setUp(),
            stop);
    isLate.set(true);
    Cluster cluster = opened.getAndSet(null);
    if (cluster != null && failures.isEmpty()) {
      return cluster;
    }
    List<String> all = new ArrayList<>(failures);
    if (cluster != null) {
      all.addAll(closeCluster(cluster, tasks, plan.limits().tearDown()));
    }
    throw new RunFailure(String.join("\n", all));
  }

  private static List<String> closeCluster(Cluster cluster, Tasks tasks, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    return tasks.once(
        "cluster " + cluster.mark(),
        "closing",
        name -> retry(cluster::close, deadline),
        limit,
        null);
  }

  private void failOn(List<String> complaints) throws RunFailure {
    if (!complaints.isEmpty()) {
      throw new RunFailure(String.join("\n", complaints));
    }
  }

  /** Something that may fail at first. */
  @FunctionalInterface
  private interface Attempt {
    void make() throws IOException;
  }

  private static void retry(Attempt attempt, long deadline)
      throws IOException, InterruptedException {
    while (true) {
      try {
        attempt.make();
        return;
      } catch (IOException | RuntimeException e) {
        long left = deadline - System.nanoTime();
        if (left < TimeUnit.MILLISECONDS.toNanos(2 * RETRY_PAUSE_MILLIS)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE_MILLIS);
      }
    }
  }
}
