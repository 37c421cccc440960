package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/**
 * Transactions that increment counters and read them. Increments of a key are 1, 2, 4, 8, so that
 * every sum tells which of them it is of, or all 1.
 */
final class Counters implements Database {
  /** A sum of more powers does not fit into 64 bits. */
  static final int POWERS_MAX = 62;

  private final Shape shape;
  private final KeyChoice choice;
  private final long[] now;
  private final long[] before;

  /** The key at each place, and how many increments of it were drawn. */
  private final int[] keyAt;

  private final int[] drawn;
  private int keys;

  /** What each process asked: keys, and what to add or 0 for a read. */
  private final int[][] key;

  private final long[][] amount;

  Counters(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    keys = shape.keys;
    keyAt = new int[keys];
    for (int place = 0; place < keys; place++) {
      keyAt[place] = place;
    }
    drawn = new int[keys];
    now = new long[shape.keysInAll()];
    before = new long[now.length];
    key = new int[shape.processes][shape.length];
    amount = new long[shape.processes][shape.length];
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    for (int i = 0; i < shape.length; i++) {
      int place = choice.next(random);
      key[process][i] = keyAt[place];
      if (random.nextInt(100) < shape.readPercent) {
        amount[process][i] = 0;
        continue;
      }
      amount[process][i] = shape.powers ? 1L << drawn[place] : 1;
      if (++drawn[place] == shape.writesPerKey) {
        keyAt[place] = keys++;
        drawn[place] = 0;
      }
    }
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      out.append(isRead(process, i) ? "nil" : "" + amount[process][i]).append(']');
    }
    out.append(']');
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    boolean miss = isStale;
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      int k = key[process][i];
      if (isRead(process, i)) {
        boolean missNow = miss && now[k] != before[k];
        miss &= !missNow;
        out.append(missNow ? before[k] : now[k]);
      } else {
        before[k] = now[k];
        now[k] += amount[process][i];
        if (shape.answers) {
          out.append('[').append(amount[process][i]).append(' ').append(now[k]).append(']');
        } else {
          out.append(amount[process][i]);
        }
      }
      out.append(']');
    }
    out.append(']');
  }

  private boolean isRead(int process, int i) {
    return amount[process][i] == 0;
  }

  private void begin(int process, int i, StringBuilder out) {
    out.append(i == 0 ? "[" : " ")
        .append(isRead(process, i) ? "[:r " : "[:inc ")
        .append(key[process][i])
        .append(' ');
  }
}
