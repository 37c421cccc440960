package dev.assay.benchmarks.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Transactions that append to lists and read them, as Elle's generator makes them. */
final class Lists implements Database {
  private final Shape shape;
  private final KeyChoice choice;
  private final int[][] lists;
  private final int[] lengths;

  /** The key at each place, and how many appends to it were drawn. */
  private final int[] keyAt;

  private final int[] drawn;
  private int keys;

  /** What each process asked: keys, and elements to append or 0 for a read. */
  private final int[][] key;

  private final int[][] element;

  Lists(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    lists = new int[shape.keysInAll()][];
    lengths = new int[lists.length];
    keyAt = new int[shape.keys];
    drawn = new int[lists.length];
    for (; keys < shape.keys; keys++) {
      keyAt[keys] = keys;
    }
    key = new int[shape.processes][shape.length];
    element = new int[shape.processes][shape.length];
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    for (int i = 0; i < shape.length; i++) {
      int place = choice.next(random);
      int chosen = keyAt[place];
      key[process][i] = chosen;
      if (random.nextInt(100) < shape.readPercent) {
        element[process][i] = 0;
        continue;
      }
      element[process][i] = ++drawn[chosen];
      if (drawn[chosen] == shape.writesPerKey) {
        keyAt[place] = keys++;
      }
    }
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      out.append(element[process][i] == 0 ? "nil" : "" + element[process][i]).append(']');
    }
    out.append(']');
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    boolean miss = isStale;
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      int k = key[process][i];
      if (element[process][i] == 0) {
        boolean missNow = miss && lengths[k] > 0;
        miss &= !missNow;
        list(k, missNow ? lengths[k] - 1 : lengths[k], out);
      } else {
        add(k, element[process][i]);
        out.append(element[process][i]);
      }
      out.append(']');
    }
    out.append(']');
  }

  private void begin(int process, int i, StringBuilder out) {
    out.append(i == 0 ? "[" : " ")
        .append(element[process][i] == 0 ? "[:r " : "[:append ")
        .append(key[process][i])
        .append(' ');
  }

  private void add(int k, int appended) {
    if (lists[k] == null) {
      lists[k] = new int[8];
    } else if (lengths[k] == lists[k].length) {
      lists[k] = Arrays.copyOf(lists[k], 2 * lengths[k]);
    }
    lists[k][lengths[k]++] = appended;
  }

  private void list(int k, int length, StringBuilder out) {
    if (length == 0) {
      out.append("nil");
      return;
    }
    for (int i = 0; i < length; i++) {
      out.append(i == 0 ? '[' : ' ').append(lists[k][i]);
    }
    out.append(']');
  }
}
