package dev.assay.checkers.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the longest legal orders of a small illegal window and why nothing can follow them. */
final class Explainer {
  private static final int OPERATIONS_MAX = 64;
  private static final int CONFIGURATIONS_MAX = 50_000;
  private static final int PATHS_MAX = 3;

  private final Problem part;
  private final List<LinearizabilityExplanation.Path> best = new ArrayList<>();
  private int bestLength = -1;

  private Explainer(Problem part) {
    this.part = part;
  }

  /** The longest orders from the given states; none when the window is too large to look at. */
  static List<LinearizabilityExplanation.Path> longestPaths(Problem part, List<Object> starts) {
    Explainer explainer = new Explainer(part);
    if (part.size() <= OPERATIONS_MAX) {
      starts.forEach(explainer::explore);
    }
    return List.copyOf(explainer.best);
  }

  /** An order so far: the operation done last and what was before it. */
  private record Node(long done, Object state, int op, @Nullable Node before, int returned) {}

  private record Seen(long done, Object state) {}

  private void explore(Object start) {
    Deque<Node> open = new ArrayDeque<>();
    Set<Seen> seen = new HashSet<>();
    open.push(new Node(0, start, -1, null, 0));
    while (!open.isEmpty() && seen.size() < CONFIGURATIONS_MAX) {
      Node node = open.pop();
      boolean isStuck = true;
      for (int op = part.size() - 1; op >= 0; op--) {
        if (!isCandidate(node, op)) {
          continue;
        }
        Object after = part.model().step(node.state(), part.action(op));
        if (after == null) {
          continue;
        }
        int returned = node.returned() + (part.isPending(op) ? 0 : 1);
        isStuck &= part.isPending(op);
        Node next = new Node(node.done() | 1L << op, after, op, node, returned);
        if (seen.add(new Seen(next.done(), after))) {
          open.push(next);
        }
      }
      if (isStuck) {
        keep(node, start);
      }
    }
  }

  /** Whether the operation is left and may be the next by time. */
  private boolean isCandidate(Node node, int op) {
    if ((node.done() >>> op & 1) != 0) {
      return false;
    }
    for (int other = 0; other < part.size(); other++) {
      if ((node.done() >>> other & 1) == 0 && part.ret()[other] < part.inv()[op]) {
        return false;
      }
    }
    return true;
  }

  private void keep(Node node, Object start) {
    if (node.returned() < bestLength
        || (node.returned() == bestLength && best.size() >= PATHS_MAX)) {
      return;
    }
    if (node.returned() > bestLength) {
      best.clear();
      bestLength = node.returned();
    }
    Deque<LinearizabilityExplanation.Step> steps = new ArrayDeque<>();
    for (Node n = node; n.before() != null; n = n.before()) {
      steps.push(
          new LinearizabilityExplanation.Step(
              part.invocations()[n.op()], part.model().show(n.state())));
    }
    if (best.stream().anyMatch(path -> sameOperations(path.steps(), steps))) {
      return;
    }
    List<LinearizabilityExplanation.Rejection> rejections = new ArrayList<>();
    for (int op = 0; op < part.size(); op++) {
      if (isCandidate(node, op) && part.model().step(node.state(), part.action(op)) == null) {
        rejections.add(
            new LinearizabilityExplanation.Rejection(
                part.invocations()[op],
                part.model().show(node.state()),
                part.model().legalResults(node.state(), part.action(op))));
      }
    }
    best.add(
        new LinearizabilityExplanation.Path(
            part.model().show(start), List.copyOf(steps), List.copyOf(rejections)));
  }

  private static boolean sameOperations(
      Collection<LinearizabilityExplanation.Step> some,
      Collection<LinearizabilityExplanation.Step> others) {
    return some.stream()
        .map(LinearizabilityExplanation.Step::operation)
        .toList()
        .equals(others.stream().map(LinearizabilityExplanation.Step::operation).toList());
  }
}
