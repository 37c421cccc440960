package dev.assay.checkers.linearizability;

import dev.assay.checkers.linearizability.models.CollectionModel;
import dev.assay.checkers.linearizability.models.CollectionModel.Role;
import dev.assay.histories.EventType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The operations on a collection by element, if no element was inserted twice, with their intervals
 * <em>tuned</em>: an element was inserted before anything of it returned, and removed after
 * everything else of it was invoked.
 *
 * <p>Times are <em>slots</em>: slot t is the gap after the event at position t. An operation takes
 * effect in one of its slots, from {@code from} (its invocation) to before {@code to} (its return).
 * Pending insertions that nobody saw are left out: they need not have happened.
 */
final class CollectionOps {
  static final int NONE = -1;

  /** Beyond every slot: an element that was never removed, an operation that never returned. */
  final int end;

  final Problem problem;

  /** How many elements there are; their numbers are below this. */
  final int elements;

  /** The operation that inserted each element, the one that removed it or {@link #NONE}. */
  final int[] insert;

  final int[] remove;

  /** Looks at each element: the first, and from each look the next. */
  final int[] firstLook;

  final int[] nextLook;

  /** The slots in which each operation can take effect, tuned. */
  final int[] from;

  final int[] to;

  /** Operations that found nothing. */
  final int[] empties;

  /** How many removals nobody knows the outcome of. */
  final int unknownRemovals;

  private final Coding coding;
  private final Object[] names;
  private int culprit = NONE;

  private CollectionOps(Problem problem, Coding coding) {
    this.problem = problem;
    this.coding = coding;
    int n = problem.size();
    end = problem.positions() + 1;
    elements = coding.names.size();
    names = coding.names.keySet().toArray();
    insert = filled(elements);
    remove = filled(elements);
    firstLook = filled(elements);
    nextLook = new int[n];
    from = problem.inv().clone();
    to = new int[n];
    for (int op = 0; op < n; op++) {
      to[op] = Math.min(problem.ret()[op], end);
    }
    int[] found = new int[n];
    int empty = 0;
    int unknown = 0;
    for (int op = n - 1; op >= 0; op--) {
      int c = problem.classes()[op];
      int e = coding.element[c];
      if (coding.role[c] == Role.INSERT) {
        insert[e] = op;
      } else if (e == Coding.EMPTY) {
        found[empty++] = op;
      } else if (e == Coding.UNKNOWN) {
        unknown++;
      } else if (coding.role[c] == Role.REMOVE) {
        culprit = remove[e] == NONE ? culprit : e;
        remove[e] = op;
      } else {
        nextLook[op] = firstLook[e];
        firstLook[e] = op;
      }
    }
    empties = Arrays.copyOf(found, empty);
    unknownRemovals = unknown;
    for (int e = 0; e < elements; e++) {
      tune(e);
    }
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  /** Null when some element was inserted more than once. */
  static @Nullable CollectionOps of(Problem problem, CollectionModel model) {
    return of(problem, f -> Objects.requireNonNull(model.role(f)));
  }

  /** The same for a model that is no {@link CollectionModel} but has operations of these roles. */
  static @Nullable CollectionOps of(Problem problem, Function<String, Role> roles) {
    Coding coding = new Coding(problem, roles);
    return coding.isUnique ? new CollectionOps(problem, coding) : null;
  }

  /** Whether the operation removed something, if it did, that nobody knows. */
  boolean isUnknownRemoval(int op) {
    int c = problem.classes()[op];
    return coding.role[c] == Role.REMOVE && coding.element[c] == Coding.UNKNOWN;
  }

  /** Removals that nobody knows the outcome of, by invocation. */
  int[] unknownRemovals() {
    return IntStream.range(0, problem.size()).filter(this::isUnknownRemoval).toArray();
  }

  /**
   * Whether these elements were inside as long as the rest says: those that were taken by somebody
   * who told so cannot have been taken by a removal of unknown outcome.
   */
  boolean isCertainOf(int... some) {
    return unknownRemovals == 0 || Arrays.stream(some).allMatch(e -> remove[e] != NONE);
  }

  /** Whether anybody looked at an element. */
  boolean hasLooks() {
    return Arrays.stream(firstLook).anyMatch(look -> look != NONE);
  }

  /** An element that contradicts itself: not inserted, removed twice, seen before or after. */
  int culprit() {
    return culprit;
  }

  Set<Object> names(int... some) {
    Set<Object> chosen = new LinkedHashSet<>();
    for (int e : some) {
      chosen.add(names[e]);
    }
    return chosen;
  }

  Object name(int element) {
    return names[element];
  }

  /** Whether anything happened to the element. */
  boolean isIncluded(int element) {
    return insert[element] != NONE;
  }

  /** The first slot in which the element is certainly inside. */
  int inFrom(int element) {
    return to[insert[element]];
  }

  /** The first slot in which it is not certainly inside any more; before {@link #inFrom}: never. */
  int inTo(int element) {
    return remove[element] == NONE ? end : from[remove[element]];
  }

  boolean isCertainlyInside(int element) {
    return isIncluded(element) && inFrom(element) < inTo(element);
  }

  private void tune(int e) {
    int in = insert[e];
    int out = remove[e];
    if (out == NONE && firstLook[e] == NONE) {
      if (in != NONE && problem.isPending(in)) {
        insert[e] = NONE;
      }
      return;
    }
    if (in == NONE) {
      culprit = e;
      return;
    }
    for (int look = firstLook[e]; look != NONE; look = nextLook[look]) {
      from[look] = Math.max(from[look], from[in]);
      to[in] = Math.min(to[in], to[look]);
      if (out != NONE) {
        to[look] = Math.min(to[look], to[out]);
        from[out] = Math.max(from[out], from[look]);
      }
      culprit = from[look] < to[look] ? culprit : e;
    }
    if (out != NONE) {
      to[in] = Math.min(to[in], to[out]);
      from[out] = Math.max(from[out], from[in]);
      culprit = from[out] < to[out] ? culprit : e;
    }
    culprit = from[in] < to[in] ? culprit : e;
  }

  /** What each class of operations does to which element. */
  private static final class Coding {
    static final int EMPTY = -2;
    static final int UNKNOWN = -3;

    final Map<Object, Integer> names = new LinkedHashMap<>();
    final Role[] role;
    final int[] element;
    boolean isUnique = true;

    Coding(Problem problem, Function<String, Role> roles) {
      role = new Role[problem.kinds().size()];
      element = new int[role.length];
      boolean[] isInserted = new boolean[16];
      for (int op = 0; op < problem.size() && isUnique; op++) {
        int c = problem.classes()[op];
        if (role[c] == null) {
          encode(c, problem.kinds().action(c), roles);
        }
        if (role[c] == Role.INSERT) {
          int e = element[c];
          if (e >= isInserted.length) {
            isInserted = Arrays.copyOf(isInserted, Math.max(e + 1, 2 * isInserted.length));
          }
          isUnique = !isInserted[e];
          isInserted[e] = true;
        }
      }
    }

    private void encode(int c, Action action, Function<String, Role> roles) {
      role[c] = roles.apply(action.f());
      if (role[c] == Role.INSERT) {
        element[c] = number(Objects.requireNonNull(action.input()));
      } else if (action.outcome() != EventType.OK) {
        element[c] = UNKNOWN;
      } else if (CollectionModel.isEmpty(action.result())) {
        element[c] = EMPTY;
      } else {
        element[c] = number(Objects.requireNonNull(action.result()));
      }
    }

    private int number(Object name) {
      return names.computeIfAbsent(name, n -> names.size());
    }
  }
}
