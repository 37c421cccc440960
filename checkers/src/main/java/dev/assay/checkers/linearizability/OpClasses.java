package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Operations that are equal in all that a model sees ({@link Action}) have the same class, a small
 * int. Actions are made on demand: a history of ten million distinct values has as many classes.
 */
final class OpClasses {
  /** Of an action that the history does not show as it is. */
  static final int NONE = -1;

  private static final int LENGTH_MIN = 16;
  private static final int LENGTH_BEFORE_GROWTH_MAX = 1 << 20;

  /** So many values an operation are worth a bucket each. */
  private static final int VALUES_AN_OPERATION_MAX = 4;

  private static final EventType[] OUTCOMES = EventType.values();

  private final Values values;
  private final List<String> functions = new ArrayList<>();

  /** The number here of each of the history's functions. */
  private int[] functionOf = {};

  private int size;
  private int[] function;
  private int[] argument;
  private int[] result;
  private byte[] outcome;

  /**
   * The newest class in each bucket. Value ids below {@link #direct} have buckets of their own,
   * which a walk through a history visits in order; the others are hashed. Only classes that name
   * one value are in the former, so few share it.
   */
  private int[] newest;

  /** From each class to the one before it in its bucket. */
  private int[] before;

  private final int direct;
  private int hashed;

  /** Actions that no operation of the history shows as they are, by class, and back. */
  private final Map<Integer, Action> ownActions = new HashMap<>();

  private final Map<Action, Integer> ownClasses = new HashMap<>();

  OpClasses(Values values) {
    this(values, LENGTH_MIN);
  }

  /** Room for the classes of so many operations, if they are not too many. */
  OpClasses(Values values, int operations) {
    this.values = values;
    int likely = Math.max(LENGTH_BEFORE_GROWTH_MAX, 2 * Math.min(values.size(), operations));
    int length = Math.clamp(operations, LENGTH_MIN, likely);
    function = new int[length];
    argument = new int[length];
    result = new int[length];
    outcome = new byte[length];
    before = new int[length];
    direct = values.size() / VALUES_AN_OPERATION_MAX <= operations ? values.size() : 0;
    int few = Math.min(length, direct > 0 ? LENGTH_MIN : length);
    newest = new int[direct + 2 * Integer.highestOneBit(few)];
    Arrays.fill(newest, NONE);
  }

  int size() {
    return size;
  }

  Values values() {
    return values;
  }

  /** The class of the operation invoked at an event of the history. */
  int classOf(History history, int invocation) {
    EventType how = history.outcome(invocation);
    int completed = how == EventType.OK ? history.valueId(history.pair(invocation)) : Values.NIL;
    return intern(functionId(history, invocation), history.valueId(invocation), completed, how);
  }

  /** The class of an operation of class {@code c} whose outcome is not known yet. */
  int stillOpen(int c) {
    return argument[c] == NONE
        ? classOf(Model.stillOpen(action(c)))
        : intern(function[c], argument[c], Values.NIL, EventType.INFO);
  }

  /** The class of an action whose values need not be in the history. */
  int classOf(Action action) {
    int arg = values.find(action.argument());
    int res = values.find(action.result());
    int f = functionId(action.f());
    if (arg >= 0 && res >= 0) {
      return intern(f, arg, res, action.outcome());
    }
    return ownClasses.computeIfAbsent(
        action,
        a -> {
          ownActions.put(size, a);
          return add(f, NONE, NONE, a.outcome().ordinal());
        });
  }

  Action action(int c) {
    if (argument[c] == NONE) {
      return Objects.requireNonNull(ownActions.get(c));
    }
    return new Action(
        functions.get(function[c]),
        values.get(argument[c]),
        values.get(result[c]),
        OUTCOMES[outcome[c]]);
  }

  String function(int c) {
    return functions.get(function[c]);
  }

  /** The id of the argument, or {@link #NONE} when the history does not show the action. */
  int argumentId(int c) {
    return argument[c];
  }

  int resultId(int c) {
    return result[c];
  }

  EventType outcome(int c) {
    return OUTCOMES[outcome[c]];
  }

  private int functionId(History history, int event) {
    int f = history.fId(event);
    if (f >= functionOf.length) {
      int known = functionOf.length;
      functionOf = Arrays.copyOf(functionOf, history.functions().size());
      Arrays.fill(functionOf, known, functionOf.length, NONE);
    }
    if (functionOf[f] == NONE) {
      functionOf[f] = functionId(history.f(event));
    }
    return functionOf[f];
  }

  private int functionId(String name) {
    for (int i = 0; i < functions.size(); i++) {
      if (functions.get(i).equals(name)) {
        return i;
      }
    }
    functions.add(name);
    return functions.size() - 1;
  }

  private int intern(int f, int arg, int res, EventType how) {
    int code = how.ordinal();
    int bucket = bucket(f, arg, res, code);
    for (int c = newest[bucket]; c != NONE; c = before[c]) {
      if (function[c] == f && argument[c] == arg && result[c] == res && outcome[c] == code) {
        return c;
      }
    }
    int added = add(f, arg, res, code);
    if (bucket >= direct && ++hashed > newest.length - direct) {
      moreBuckets();
      return added;
    }
    put(added, bucket);
    return added;
  }

  private void put(int c, int bucket) {
    before[c] = newest[bucket];
    newest[bucket] = c;
  }

  private int add(int f, int arg, int res, int code) {
    if (size == function.length) {
      int length = size * 2;
      function = Arrays.copyOf(function, length);
      argument = Arrays.copyOf(argument, length);
      result = Arrays.copyOf(result, length);
      outcome = Arrays.copyOf(outcome, length);
      before = Arrays.copyOf(before, length);
    }
    function[size] = f;
    argument[size] = arg;
    result[size] = res;
    outcome[size] = (byte) code;
    return size++;
  }

  private void moreBuckets() {
    newest = new int[direct + 2 * (newest.length - direct)];
    Arrays.fill(newest, NONE);
    for (int c = 0; c < size; c++) {
      if (argument[c] != NONE) {
        put(c, bucket(function[c], argument[c], result[c], outcome[c]));
      }
    }
  }

  private int bucket(int f, int arg, int res, int how) {
    boolean namesOne = arg == Values.NIL || res == Values.NIL || arg == res;
    int id = res == Values.NIL ? arg : res;
    return namesOne && id < direct
        ? id
        : direct + (hash(f, arg, res, how) & (newest.length - direct - 1));
  }

  private static int hash(int f, int arg, int res, int how) {
    int pattern = arg == Values.NIL ? 0 : res == Values.NIL ? 1 : arg == res ? 2 : arg * 4 + 3;
    int id = res == Values.NIL ? arg : res;
    return IdHash.of(id, (pattern * 31 + f) * 31 + how);
  }
}
