package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/**
 * Transactions that increment counters and read them. Increments of a key are 1, 2, 4, 8, so that
 * every sum tells which of them it is of, or all 1.
 */
final class Counters extends Transactions {
  /** A sum of more powers does not fit into 64 bits. */
  static final int POWERS_MAX = 62;

  private final FreshKeys keys;
  private final long[] now;
  private final long[] before;

  /** By process: what to add, or 0 for a read. */
  private final long[][] amount;

  Counters(Shape shape) {
    super(shape);
    keys = new FreshKeys(shape);
    now = new long[shape.keysInAll()];
    before = new long[now.length];
    amount = new long[shape.processes][shape.length];
  }

  @Override
  void draw(int process, int i, SplittableRandom random) {
    int place = choice.next(random);
    key[process][i] = keys.at(place);
    if (random.nextInt(100) < shape.readPercent) {
      amount[process][i] = 0;
    } else {
      int number = keys.write(place);
      amount[process][i] = shape.powers ? 1L << (number - 1) : 1;
    }
  }

  @Override
  void appendRequest(int process, int i, StringBuilder out) {
    begin(process, i, out);
    out.append(isRead(process, i) ? "nil" : "" + amount[process][i]);
  }

  @Override
  boolean appendAnswer(int process, int i, boolean mayMiss, StringBuilder out) {
    begin(process, i, out);
    int k = key[process][i];
    if (isRead(process, i)) {
      boolean misses = mayMiss && now[k] != before[k];
      out.append(misses ? before[k] : now[k]);
      return misses;
    }
    before[k] = now[k];
    now[k] += amount[process][i];
    if (shape.answers) {
      out.append('[').append(amount[process][i]).append(' ').append(now[k]).append(']');
    } else {
      out.append(amount[process][i]);
    }
    return false;
  }

  private boolean isRead(int process, int i) {
    return amount[process][i] == 0;
  }

  private void begin(int process, int i, StringBuilder out) {
    out.append(isRead(process, i) ? ":r " : ":inc ").append(key[process][i]).append(' ');
  }
}
