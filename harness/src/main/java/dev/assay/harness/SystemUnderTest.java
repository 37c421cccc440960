package dev.assay.harness;

import dev.assay.harness.cluster.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A system deployed to the nodes of a cluster. Methods on different nodes may be called at the same
 * time. None of the process methods fails when the node is already in the state asked for.
 */
public interface SystemUnderTest {
  /** Puts everything the node needs into its folder. */
  void install(Node node) throws IOException;

  /** Starts the server and returns when its process runs; its data is what an earlier one left. */
  void start(Node node) throws IOException;

  /** Ends the server as a crash does (SIGKILL) and returns when it is gone. */
  void kill(Node node) throws IOException;

  /** Stops the server's threads (SIGSTOP). */
  void pause(Node node) throws IOException;

  /** Lets a paused server go on (SIGCONT). */
  void resume(Node node) throws IOException;

  /**
   * Returns when the whole system serves requests.
   *
   * @throws IOException when it does not in time; the message names the nodes that do not answer
   *     and quotes the end of their logs
   */
  void awaitReady(Duration timeout) throws IOException;

  /** The node that leads now, where the system has such a node and one can be found. */
  Optional<Node> leader();

  /** Who changes the system's members and leader, where that is possible. */
  default Optional<Operator> operator() {
    return Optional.empty();
  }

  /** Files of the node that belong into the run's folder, as absolute paths on the node. */
  List<String> logFiles(Node node);

  /**
   * Opens a client.
   *
   * @param node the node it prefers
   * @param process the process number, unique within the run
   */
  Client client(Node node, int process);
}
