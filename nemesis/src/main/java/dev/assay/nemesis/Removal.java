package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.Operator;
import dev.assay.harness.cluster.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes nodes out of the cluster's membership while they run; undone by taking them in again. The
 * system is asked to; when it has done so nobody knows.
 *
 * @param name the kind that drew it
 */
record Removal(String name, Aim aim) implements Fault {
  @Override
  public Active start(Target target) {
    Operator operator = operatorOf(target, name);
    List<String> removed = aim.resolve(target).stream().map(Node::name).toList();
    Set<String> all = new TreeSet<>(target.cluster().nodes().stream().map(Node::name).toList());
    Set<String> rest = new TreeSet<>(all);
    removed.forEach(rest::remove);
    operator.wantMembers(rest);
    return new Removed(operator, all, aim, removed);
  }

  /** The system's operator, whom kinds that need one have. */
  static Operator operatorOf(Target target, String fault) {
    return target
        .system()
        .operator()
        .orElseThrow(
            () -> new IllegalStateException(fault + " needs a system that has an operator"));
  }

  private record Removed(Operator operator, Set<String> all, Aim aim, List<String> nodes)
      implements Active {
    @Override
    public Object value() {
      return aim.toData(nodes);
    }

    @Override
    public void stop() {
      operator.wantMembers(all);
    }
  }
}
