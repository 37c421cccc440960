package dev.assay.benchmarks.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Transactions that append to lists and read them, as Elle's generator makes them. */
final class Lists extends Transactions {
  private final FreshKeys keys;
  private final int[][] lists;
  private final int[] lengths;

  /** By process: elements to append, or 0 for a read. */
  private final int[][] element;

  Lists(Shape shape) {
    super(shape);
    keys = new FreshKeys(shape);
    lists = new int[shape.keysInAll()][];
    lengths = new int[lists.length];
    element = new int[shape.processes][shape.length];
  }

  @Override
  void draw(int process, int i, SplittableRandom random) {
    int place = choice.next(random);
    key[process][i] = keys.at(place);
    element[process][i] = random.nextInt(100) < shape.readPercent ? 0 : keys.write(place);
  }

  @Override
  void appendRequest(int process, int i, StringBuilder out) {
    begin(process, i, out);
    out.append(element[process][i] == 0 ? "nil" : "" + element[process][i]);
  }

  @Override
  boolean appendAnswer(int process, int i, boolean mayMiss, StringBuilder out) {
    begin(process, i, out);
    int k = key[process][i];
    if (element[process][i] == 0) {
      boolean misses = mayMiss && lengths[k] > 0;
      list(k, misses ? lengths[k] - 1 : lengths[k], out);
      return misses;
    }
    add(k, element[process][i]);
    out.append(element[process][i]);
    return false;
  }

  private void begin(int process, int i, StringBuilder out) {
    out.append(element[process][i] == 0 ? ":r " : ":append ").append(key[process][i]).append(' ');
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
