package dev.assay.simulation;

import dev.assay.harness.Client;
import dev.assay.harness.Operator;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.ssh.Session;
import dev.assay.simulation.Disturbance.Kind;
import dev.assay.simulator.SimCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A simulated cluster and its servers as faults know them, and a record of what faults did to them.
 */
final class SimulatedCluster implements Cluster {
  private final SimCluster simulated;
  private final List<Node> nodes;
  private final List<Done> done = new ArrayList<>();

  /** One thing that a fault did. */
  record Done(Kind kind, List<Link> links, List<String> nodes) {}

  SimulatedCluster(SimCluster simulated) {
    this.simulated = simulated;
    this.nodes = simulated.names().stream().<Node>map(SimulatedNode::new).toList();
  }

  /** What was done since the last call. */
  List<Done> takeDone() {
    List<Done> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  @Override
  public String kind() {
    return "sim";
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public String mark() {
    return "simulated";
  }

  @Override
  public Endpoint route(Node from, Node to, int port) {
    return new Endpoint(to.address(), port);
  }

  @Override
  public int freePort(Node node) {
    return 1;
  }

  @Override
  public void drop(Set<Link> links) {
    links.forEach(link -> simulated.cut(link.from(), link.to()));
    done.add(new Done(Kind.CUT, List.copyOf(links), List.of()));
  }

  @Override
  public void heal() {
    simulated.heal();
  }

  /** One after the other: a simulated run has one thread. */
  @Override
  public void onNodes(List<Node> some, InParallel.Action<Node> action) throws IOException {
    for (Node node : some) {
      action.run(node);
    }
  }

  @Override
  public void close() {}

  /** The servers; {@code leader} looks who leads. */
  SystemUnderTest servers(Supplier<Optional<String>> leader, Optional<Operator> operator) {
    return new Servers(leader, operator.map(this::recording));
  }

  private Operator recording(Operator operator) {
    return new Operator() {
      @Override
      public void wantMembers(Set<String> members) {
        List<String> removed =
            simulated.names().stream().filter(name -> !members.contains(name)).toList();
        if (!removed.isEmpty()) {
          done.add(new Done(Kind.REMOVE, List.of(), removed));
        }
        operator.wantMembers(members);
      }

      @Override
      public void wantLeader(String node) {
        done.add(new Done(Kind.LEAD, List.of(), List.of(node)));
        operator.wantLeader(node);
      }
    };
  }

  private record SimulatedNode(String name) implements Node {
    @Override
    public String address() {
      return name;
    }

    @Override
    public String directory() {
      return "/";
    }

    @Override
    public Session session() {
      throw new UnsupportedOperationException(
          "node " + name + " is simulated: a fault that needs a shell cannot strike it");
    }
  }

  private final class Servers implements SystemUnderTest {
    private final Supplier<Optional<String>> leader;
    private final Optional<Operator> operator;

    Servers(Supplier<Optional<String>> leader, Optional<Operator> operator) {
      this.leader = leader;
      this.operator = operator;
    }

    @Override
    public Optional<Operator> operator() {
      return operator;
    }

    @Override
    public void install(Node node) {}

    @Override
    public void start(Node node) {
      simulated.start(node.name());
    }

    @Override
    public void kill(Node node) {
      simulated.crash(node.name());
      done.add(new Done(Kind.KILL, List.of(), List.of(node.name())));
    }

    @Override
    public void pause(Node node) {
      simulated.pause(node.name());
      done.add(new Done(Kind.PAUSE, List.of(), List.of(node.name())));
    }

    @Override
    public void resume(Node node) {
      simulated.resume(node.name());
    }

    @Override
    public void awaitReady(Duration timeout) {
      throw new UnsupportedOperationException("nothing waits in a simulated run");
    }

    @Override
    public Optional<Node> leader() {
      return leader
          .get()
          .flatMap(name -> nodes.stream().filter(node -> node.name().equals(name)).findFirst());
    }

    @Override
    public List<String> logFiles(Node node) {
      return List.of();
    }

    @Override
    public Client client(Node node, int process) {
      throw new UnsupportedOperationException("clients come from the simulated system");
    }
  }
}
