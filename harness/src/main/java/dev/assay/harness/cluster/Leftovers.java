package dev.assay.harness.cluster;

import dev.assay.harness.cluster.Harness.State;
import dev.assay.harness.cluster.hosts.HostsCluster;
import dev.assay.harness.cluster.local.LocalCluster;
import dev.assay.harness.cluster.netns.NetnsCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters that are written down, and the undoing of those whose harness is gone. The clusters of a
 * harness that lives are never touched.
 */
public final class Leftovers {
  private final ClusterOptions options;
  private final Registry registry;

  public Leftovers(ClusterOptions options) {
    this.options = options;
    this.registry = new Registry(options.stateFolder());
  }

  /** What has become of a cluster. */
  public enum Fate {
    /** Its harness lives. */
    IN_USE,
    /** It was left running on purpose. */
    LEFT_RUNNING,
    /** Its harness is gone: what is there of it is to be undone. */
    ABANDONED,
    /** It belongs to another machine or container that shares this folder of state. */
    ELSEWHERE
  }

  /** A cluster and its fate. */
  public record Found(ClusterRecord cluster, Fate fate) {}

  /** What became of the undoing of one cluster: nothing is left, or why something is. */
  public record Undone(ClusterRecord cluster, List<String> problems) {
    public boolean complete() {
      return problems.isEmpty();
    }
  }

  /** All clusters that are written down, the oldest first. */
  public List<Found> list() throws IOException {
    return registry.list().stream().map(record -> new Found(record, fate(record))).toList();
  }

  /** Those that are to be undone. */
  public List<ClusterRecord> find() throws IOException {
    return list().stream()
        .filter(found -> found.fate() == Fate.ABANDONED)
        .map(Found::cluster)
        .toList();
  }

  /** Undoes all that are to be undone, each whatever became of the others. */
  public List<Undone> clean() throws IOException {
    List<Undone> results = new ArrayList<>();
    for (ClusterRecord record : find()) {
      results.add(undo(record));
    }
    return results;
  }

  /**
   * Takes down a cluster that was left running, or undoes an abandoned one.
   *
   * @throws IOException when there is no such cluster, or its harness lives
   */
  public Undone down(String mark) throws IOException {
    ClusterRecord record =
        registry
            .find(mark)
            .orElseThrow(
                () -> new IOException("no cluster " + mark + " is written down for this user"));
    return switch (fate(record)) {
      case LEFT_RUNNING, ABANDONED -> undo(record);
      case IN_USE ->
          throw new IOException(
              "cluster %s is in use by process %d; end that first"
                  .formatted(mark, record.harness().pid()));
      case ELSEWHERE ->
          throw new IOException(
              "cluster %s belongs to %s; take it down there"
                  .formatted(mark, record.harness().host()));
    };
  }

  private Fate fate(ClusterRecord record) {
    State state = record.harness().state();
    if (state == State.ELSEWHERE) {
      return Fate.ELSEWHERE;
    }
    if (record.detached()) {
      return Fate.LEFT_RUNNING;
    }
    return state == State.ALIVE ? Fate.IN_USE : Fate.ABANDONED;
  }

  private Undone undo(ClusterRecord record) {
    List<String> problems = new ArrayList<>();
    try {
      switch (record.kind()) {
        case "local" -> LocalCluster.undo(record, options);
        case "netns" -> NetnsCluster.attach(record, options).close();
        case "hosts" -> HostsCluster.attach(record, options).close();
        default -> problems.add("expected local, netns or hosts, found kind " + record.kind());
      }
    } catch (IOException | IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      for (Throwable other : e.getSuppressed()) {
        problems.add(String.valueOf(other.getMessage()));
      }
    }
    return new Undone(record, problems);
  }
}
