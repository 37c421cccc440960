package dev.assay.harness;

import dev.assay.harness.cluster.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A system under test, as found by {@link java.util.ServiceLoader}. */
public interface SystemProvider {
  /** The name on the command line. */
  String name();

  String description();

  /** The consistency model it claims, by its Jepsen name. */
  String claims();

  /** The workloads it can serve; the first is the default. */
  List<String> workloads();

  List<PlantedBug> bugs();

  /** Whether its members and its leader can be changed while it runs. */
  default boolean hasOperator() {
    return false;
  }

  /** Options that {@link #create} takes, by name, each with what it means and its default. */
  Map<String, String> options();

  /**
   * Checks the values of options before a cluster is brought up. What is not checked here is when
   * {@link #create} is called.
   *
   * @throws IllegalArgumentException for an unknown option or an illegal value
   */
  default void checkOptions(Map<String, String> options) {}

  /**
   * The consistency models that its timestamps keep: fields {@code start-ts} and {@code commit-ts}
   * of its transactions are an order for which each of these holds, unless it is broken.
   *
   * @return the strongest first
   * @throws IllegalArgumentException when it tells none that are an order, with the reason
   */
  default List<String> keptByTimestamps(Map<String, String> options) {
    throw new IllegalArgumentException(name() + " tells no timestamps of transactions");
  }

  /**
   * Prepares the system for the nodes of a cluster without touching them yet.
   *
   * @throws IllegalArgumentException for an unknown option or bug or an illegal value
   */
  SystemUnderTest create(Cluster cluster, SystemConfig config) throws IOException;

  /**
   * What was asked for on the command line.
   *
   * @param bugs names of planted bugs to switch on
   * @param options options given, by name
   * @param workload the name of what clients are going to do
   * @param seed for whatever the system's servers draw
   */
  record SystemConfig(List<String> bugs, Map<String, String> options, String workload, long seed) {}
}
