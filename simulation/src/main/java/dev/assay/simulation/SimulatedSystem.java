package dev.assay.simulation;

import dev.assay.harness.Client;
import dev.assay.harness.Operator;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.client.Transport;
import dev.assay.runtime.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A system whose servers are programs of {@code Env}, so that a simulator can host them; found by
 * {@link java.util.ServiceLoader}.
 */
public interface SimulatedSystem {
  /** The name of its {@link dev.assay.harness.SystemProvider}, which says the rest. */
  String name();

  /**
   * Prepares one run.
   *
   * @param nodes names of all nodes
   * @throws IllegalArgumentException for an unknown option or bug or an illegal value
   */
  Instance create(List<String> nodes, SystemConfig config);

  /**
   * Options worth trying in a simulated run, for those that were not given. Pure.
   *
   * @param nodes how many nodes there are
   */
  default Map<String, String> draw(SplittableRandom random, int nodes) {
    return Map.of();
  }

  /** The system in one run. */
  interface Instance {
    /** A new life of the node's server; what it keeps is on its disk. */
    Program program(String node);

    /**
     * A client, the same as in real runs but for its transport: completes only in callbacks of the
     * transport, reads no clock and starts no thread.
     *
     * @param node the node it prefers
     */
    Client client(String node, int process, Transport transport);

    /** The node that leads now, where the system has such a node. */
    default Optional<String> leader(Probe probe) {
      return Optional.empty();
    }

    /**
     * Who changes the system's members and leader, where that is possible; as a client, it acts
     * only in callbacks of its transports.
     *
     * @param transports gives a new one each time
     */
    default Optional<Operator> operator(Supplier<Transport> transports) {
      return Optional.empty();
    }

    /** A message between nodes in words, for traces; must not fail for any bytes. */
    default String describe(byte[] message) {
      return message.length + " bytes";
    }
  }

  /** Asks nodes beside the simulation: takes no time and changes nothing. */
  interface Probe {
    /** All nodes. */
    List<String> nodes();

    /**
     * The body of the answer to a GET; empty when the node is down or paused, or does not answer at
     * once.
     */
    Optional<String> get(String node, String path);
  }
}
