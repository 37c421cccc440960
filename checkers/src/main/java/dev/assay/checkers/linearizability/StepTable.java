package dev.assay.checkers.linearizability;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The model's states as small ints, and its steps as a table that fills as they are asked for
 * (Knossos computes it whole beforehand, and not at all when it is large).
 */
final class StepTable {
  static final int ILLEGAL = -1;

  private static final int FIRST_LENGTH = 256;

  private final Model model;
  private final OpClasses kinds;
  private final UnaryOperator<Object> representative;
  private final List<Object> states = new ArrayList<>();
  private final Map<Object, Integer> ids = new HashMap<>();
  private long[] keys = new long[FIRST_LENGTH];
  private int[] next = new int[FIRST_LENGTH];
  private int filled;

  /** A table for whatever is going to happen. */
  StepTable(Model model, OpClasses kinds) {
    this(model, kinds, UnaryOperator.identity());
  }

  private StepTable(Model model, OpClasses kinds, UnaryOperator<Object> representative) {
    this.model = model;
    this.kinds = kinds;
    this.representative = representative;
    Arrays.fill(keys, -1);
  }

  /** A table for the operations of a problem alone. */
  static StepTable of(Problem problem) {
    Model model = problem.model();
    return new StepTable(model, problem.kinds(), model.representative(new Actions(problem)));
  }

  int stateId(Object someState) {
    Object state = representative.apply(someState);
    Integer known = ids.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    return states.size() - 1;
  }

  Object state(int id) {
    return states.get(id);
  }

  /** How many states have been seen. */
  int states() {
    return states.size();
  }

  /** The state after an operation of class {@code c} in {@code state}, or {@link #ILLEGAL}. */
  int step(int state, int c) {
    long key = ((long) state << 32) | c;
    int at = slot(key, keys.length);
    while (keys[at] >= 0) {
      if (keys[at] == key) {
        return next[at];
      }
      at = (at + 1) & (keys.length - 1);
    }
    Object after = model.step(states.get(state), kinds.action(c));
    int id = after == null ? ILLEGAL : stateId(after);
    if (2 * ++filled > keys.length) {
      grow();
      at = slot(key, keys.length);
      while (keys[at] >= 0) {
        at = (at + 1) & (keys.length - 1);
      }
    }
    keys[at] = key;
    next[at] = id;
    return id;
  }

  /** About how many bytes the table takes, the states' own content apart. */
  long bytes() {
    return 12L * keys.length + 100L * states.size();
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNext = next;
    keys = new long[oldKeys.length * 2];
    next = new int[keys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] < 0) {
        continue;
      }
      int at = slot(oldKeys[i], keys.length);
      while (keys[at] >= 0) {
        at = (at + 1) & (keys.length - 1);
      }
      keys[at] = oldKeys[i];
      next[at] = oldNext[i];
    }
  }

  private static int slot(long key, int length) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32) & (length - 1);
  }

  /** What the operations of a problem do; collected when somebody asks. */
  private static final class Actions extends AbstractCollection<Action> {
    private final Problem problem;
    private int @Nullable [] classes;

    Actions(Problem problem) {
      this.problem = problem;
    }

    private int[] classes() {
      int[] known = classes;
      if (known == null) {
        known = Arrays.stream(problem.classes()).distinct().toArray();
        classes = known;
      }
      return known;
    }

    @Override
    public Iterator<Action> iterator() {
      return Arrays.stream(classes()).mapToObj(problem.kinds()::action).iterator();
    }

    @Override
    public int size() {
      return classes().length;
    }
  }
}
