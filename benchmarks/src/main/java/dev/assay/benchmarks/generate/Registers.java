package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/** Transactions that write registers, each value once, and read them. */
final class Registers extends Transactions {
  private final int[] now;
  private final int[] before;
  private final int[] written;

  /** By process: values to write, or 0 for a read. */
  private final int[][] value;

  Registers(Shape shape) {
    super(shape);
    now = new int[shape.keys];
    before = new int[shape.keys];
    written = new int[shape.keys];
    value = new int[shape.processes][shape.length];
  }

  @Override
  void draw(int process, int i, SplittableRandom random) {
    int k = choice.next(random);
    key[process][i] = k;
    value[process][i] = random.nextInt(100) < shape.readPercent ? 0 : ++written[k];
  }

  @Override
  void appendRequest(int process, int i, StringBuilder out) {
    append(process, i, value[process][i], out);
  }

  @Override
  boolean appendAnswer(int process, int i, boolean mayMiss, StringBuilder out) {
    int k = key[process][i];
    if (value[process][i] == 0) {
      boolean misses = mayMiss && now[k] != before[k];
      append(process, i, misses ? before[k] : now[k], out);
      return misses;
    }
    before[k] = now[k];
    now[k] = value[process][i];
    append(process, i, now[k], out);
    return false;
  }

  private void append(int process, int i, int told, StringBuilder out) {
    out.append(value[process][i] == 0 ? ":r " : ":w ").append(key[process][i]).append(' ');
    out.append(told == 0 ? "nil" : "" + told);
  }
}
