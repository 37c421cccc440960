package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a history tells what a transaction did. */
final class Told {
  private Told() {}

  /**
   * The event that tells what a transaction did or tried to: the completion of one that completed,
   * or of one of unknown outcome when it tells all that was to be written; else the invocation, if
   * that tells anything.
   */
  static int event(History history, int invocation) {
    int completion = history.pair(invocation);
    if (completion == History.NONE) {
      return invocation;
    }
    boolean isCompletion =
        switch (history.outcome(invocation)) {
          case OK -> true;
          case FAIL -> false;
          default ->
              tellsAnything(history, completion)
                  && writes(history, completion).equals(writes(history, invocation));
        };
    return isCompletion || !tellsAnything(history, invocation) ? completion : invocation;
  }

  private static boolean tellsAnything(History history, int event) {
    return history.microOps().start(event) < history.microOps().end(event);
  }

  /**
   * What is told in two ways, or null: one that completed wrote what it was invoked to write, and
   * no other wrote anything that it was not invoked to write.
   */
  static @Nullable String contradiction(History history) {
    for (int event = 0; event < history.size(); event++) {
      boolean isTold =
          history.isClientInvocation(event)
              && history.pair(event) != History.NONE
              && !history.microOps().areSameButReads(event, history.pair(event))
              && tellsAnything(history, event);
      if (isTold && contradicts(history, event)) {
        return "transaction " + event + " was invoked to write something else than it wrote";
      }
    }
    return null;
  }

  private static boolean contradicts(History history, int invocation) {
    List<List<Integer>> invoked = writes(history, invocation);
    List<List<Integer>> told = writes(history, history.pair(invocation));
    if (history.outcome(invocation) == EventType.OK) {
      return !told.equals(invoked);
    }
    int found = 0;
    for (int i = 0; i < invoked.size() && found < told.size(); i++) {
      found += invoked.get(i).equals(told.get(found)) ? 1 : 0;
    }
    return found < told.size();
  }

  /** All that an event's transaction does but reads, by ids. */
  private static List<List<Integer>> writes(History history, int event) {
    MicroOps microOps = history.microOps();
    List<List<Integer>> writes = new ArrayList<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      String name = microOps.name(microOps.kind(mop));
      if (name.equals("r") || name.equals("rp")) {
        continue;
      }
      List<Integer> write = new ArrayList<>();
      write.add(microOps.kind(mop));
      write.add(microOps.key(mop));
      write.add(microOps.value(mop));
      for (int at = microOps.listStart(mop); at < microOps.listEnd(mop); at++) {
        write.add(microOps.element(at));
      }
      writes.add(write);
    }
    return writes;
  }
}
