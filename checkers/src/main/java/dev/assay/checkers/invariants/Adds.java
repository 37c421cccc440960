package dev.assay.checkers.invariants;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations that put elements in, by element: elements are numbered as they are first tried.
 */
final class Adds {
  private final ElementIndex index = new ElementIndex();
  private int[] invoked = new int[16];
  private int[] acknowledged = new int[16];
  private boolean[] mayBeThere = new boolean[16];

  private Adds() {}

  static Adds of(Part part, String f, Findings findings) {
    Adds adds = new Adds();
    History history = part.history();
    for (int event : part.events()) {
      findings.step();
      if (!history.f(event).equals(f)) {
        continue;
      }
      if (history.type(event) == EventType.INVOKE) {
        adds.invoke(part, event);
      } else if (history.type(event) == EventType.OK) {
        int number = adds.index.find(history.value(history.pair(event)));
        if (adds.acknowledged[number] == History.NONE) {
          adds.acknowledged[number] = event;
        }
      }
    }
    return adds;
  }

  /** What was not told may be any element that somebody reads. */
  private void invoke(Part part, int event) {
    History history = part.history();
    if (history.value(event) == null) {
      throw part.shape(event, "an element");
    }
    int before = index.size();
    int number = index.add(history.value(event));
    if (number == before) {
      if (number == invoked.length) {
        invoked = Arrays.copyOf(invoked, number * 2);
        acknowledged = Arrays.copyOf(acknowledged, number * 2);
        mayBeThere = Arrays.copyOf(mayBeThere, number * 2);
      }
      invoked[number] = event;
      acknowledged[number] = History.NONE;
    }
    boolean isFailed = history.outcome(event) == EventType.FAIL;
    if (!isFailed && !mayBeThere[number]) {
      mayBeThere[number] = true;
      invoked[number] = event;
    }
  }

  int size() {
    return index.size();
  }

  int find(@Nullable Object element) {
    return index.find(element);
  }

  @Nullable Object element(int number) {
    return index.element(number);
  }

  /** The first add of the element that did not fail; the first of all when all did. */
  int invoked(int number) {
    return invoked[number];
  }

  /** Whether an add of the element did not fail. */
  boolean mayBeThere(int number) {
    return mayBeThere[number];
  }

  /** The first completion that says that the element is there, or {@link History#NONE}. */
  int acknowledged(int number) {
    return acknowledged[number];
  }
}
