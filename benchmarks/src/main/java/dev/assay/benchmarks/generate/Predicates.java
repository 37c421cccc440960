package dev.assay.benchmarks.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Transactions on keys that are inserted, written and deleted, and read one by one and by
 * predicates. Writes of a key have the values 1, 2, 3 … The last one deletes it, when no other is
 * on its way, and a fresh key takes its place; so predicate reads show no more than is in use.
 */
final class Predicates extends Transactions {
  private static final byte READ = 0;
  private static final byte WRITE = 1;
  private static final byte DELETE = 2;
  private static final byte EVERY = 3;
  private static final byte EQUAL = 4;
  private static final byte REMAINDER = 5;

  private static final int ABSENT = 0;
  private static final int MODULUS_MAX = 5;

  /** The key at each place; of a remainder, {@link #key} is the modulus. */
  private final int[] keyAt;

  private int keys;

  /** By key: what it holds, and what it held before. */
  private final int[] now;

  private final int[] before;

  /** By key: how many writes were drawn, and how many of them are on their way. */
  private final int[] drawn;

  private final int[] open;

  /** The key that was written last; 0 at first, which is not there before or after. */
  private int lastWritten;

  /** By process, of each micro-operation: what it does. */
  private final byte[][] kind;

  /** What is written, or asked for. */
  private final int[][] value;

  Predicates(Shape shape) {
    super(shape);
    keys = shape.keys;
    keyAt = new int[keys];
    Arrays.setAll(keyAt, place -> place);
    now = new int[shape.keysInAll()];
    before = new int[now.length];
    drawn = new int[now.length];
    open = new int[now.length];
    kind = new byte[shape.processes][shape.length];
    value = new int[shape.processes][shape.length];
  }

  private static boolean isWrite(byte kind) {
    return kind == WRITE || kind == DELETE;
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    for (int i = 0; i < shape.length; i++) {
      open[key[process][i]] -= isWrite(kind[process][i]) ? 1 : 0;
    }
    super.draw(process, random);
  }

  @Override
  void draw(int process, int i, SplittableRandom random) {
    boolean isRead = random.nextInt(100) < shape.readPercent;
    if (isRead && random.nextInt(100) < shape.predicatePercent) {
      drawPredicate(process, i, random);
    } else {
      int place = choice.next(random);
      kind[process][i] = isRead ? READ : drawWrite(process, i, place);
      key[process][i] = keyAt[place];
    }
  }

  private void drawPredicate(int process, int i, SplittableRandom random) {
    kind[process][i] = (byte) random.nextInt(EVERY, REMAINDER + 1);
    key[process][i] = 2 + random.nextInt(MODULUS_MAX - 1);
    value[process][i] =
        kind[process][i] == EQUAL
            ? 1 + random.nextInt(shape.writesPerKey - 1)
            : random.nextInt(key[process][i]);
  }

  /** A write of the key at a place; a read where its last write has to wait for others. */
  private byte drawWrite(int process, int i, int place) {
    int k = keyAt[place];
    if (drawn[k] == shape.writesPerKey && open[k] == 0 && now[k] == ABSENT) {
      k = keys++;
      keyAt[place] = k;
    }
    boolean isLast = drawn[k] >= shape.writesPerKey - 1;
    if (isLast && open[k] > 0) {
      return READ;
    }
    drawn[k] = Math.min(drawn[k] + 1, shape.writesPerKey);
    open[k]++;
    value[process][i] = isLast ? ABSENT : drawn[k];
    return isLast ? DELETE : WRITE;
  }

  @Override
  void appendRequest(int process, int i, StringBuilder out) {
    begin(process, i, out);
    switch (kind[process][i]) {
      case WRITE -> out.append(' ').append(value[process][i]);
      case DELETE -> {}
      default -> out.append(" nil");
    }
  }

  @Override
  boolean appendAnswer(int process, int i, boolean mayMiss, StringBuilder out) {
    begin(process, i, out);
    int k = key[process][i];
    if (isWrite(kind[process][i])) {
      lastWritten = k;
      before[k] = now[k];
      now[k] = value[process][i];
      out.append(kind[process][i] == DELETE ? "" : " " + now[k]);
      return false;
    }
    if (kind[process][i] == READ) {
      boolean misses = mayMiss && now[k] != before[k];
      int seen = misses ? before[k] : now[k];
      out.append(' ').append(seen == ABSENT ? "nil" : "" + seen);
      return misses;
    }
    boolean misses = mayMiss && isSeenToMiss(process, i);
    matches(process, i, misses, out);
    return misses;
  }

  private boolean matches(int process, int i, int held) {
    return held != ABSENT
        && switch (kind[process][i]) {
          case EVERY -> true;
          case EQUAL -> held == value[process][i];
          default -> held % key[process][i] == value[process][i];
        };
  }

  /** Whether what a predicate read shows tells that it misses the last write. */
  private boolean isSeenToMiss(int process, int i) {
    return matches(process, i, now[lastWritten]) != matches(process, i, before[lastWritten]);
  }

  private void matches(int process, int i, boolean isStale, StringBuilder out) {
    String opening = " {";
    if (isStale && matches(process, i, before[lastWritten])) {
      out.append(opening).append(lastWritten).append(' ').append(before[lastWritten]);
      opening = ", ";
    }
    for (int k : keyAt) {
      if (!(isStale && k == lastWritten) && matches(process, i, now[k])) {
        out.append(opening).append(k).append(' ').append(now[k]);
        opening = ", ";
      }
    }
    out.append(opening.equals(" {") ? " {}" : "}");
  }

  private void begin(int process, int i, StringBuilder out) {
    int k = key[process][i];
    switch (kind[process][i]) {
      case READ -> out.append(":r ").append(k);
      case WRITE -> out.append(value[process][i] == 1 ? ":insert " : ":w ").append(k);
      case DELETE -> out.append(":delete ").append(k);
      case EVERY -> out.append(":rp :true");
      case EQUAL -> out.append(":rp [:= ").append(value[process][i]).append(']');
      default ->
          out.append(":rp [:mod ").append(k).append(' ').append(value[process][i]).append(']');
    }
  }
}
