package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/** Transactions that write registers, each value once, and read them. */
final class Registers implements Database {
  private final Shape shape;
  private final KeyChoice choice;
  private final int[] now;
  private final int[] before;
  private final int[] written;
  private final int[][] key;
  private final int[][] value;

  Registers(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    now = new int[shape.keys];
    before = new int[shape.keys];
    written = new int[shape.keys];
    key = new int[shape.processes][shape.length];
    value = new int[shape.processes][shape.length];
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    for (int i = 0; i < shape.length; i++) {
      int k = choice.next(random);
      key[process][i] = k;
      value[process][i] = random.nextInt(100) < shape.readPercent ? 0 : ++written[k];
    }
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      number(value[process][i], out);
    }
    out.append(']');
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    boolean miss = isStale;
    for (int i = 0; i < shape.length; i++) {
      begin(process, i, out);
      int k = key[process][i];
      if (value[process][i] == 0) {
        boolean missNow = miss && now[k] != before[k];
        miss &= !missNow;
        number(missNow ? before[k] : now[k], out);
      } else {
        before[k] = now[k];
        now[k] = value[process][i];
        number(now[k], out);
      }
    }
    out.append(']');
  }

  private void begin(int process, int i, StringBuilder out) {
    out.append(i == 0 ? "[" : " ")
        .append(value[process][i] == 0 ? "[:r " : "[:w ")
        .append(key[process][i])
        .append(' ');
  }

  private static void number(int value, StringBuilder out) {
    out.append(value == 0 ? "nil" : "" + value).append(']');
  }
}
