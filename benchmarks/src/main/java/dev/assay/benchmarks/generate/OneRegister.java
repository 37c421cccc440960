package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/** Single reads and writes of registers, as independent keys: the value is {@code [key value]}. */
final class OneRegister implements Database {
  private final Shape shape;
  private final KeyChoice choice;
  private final int[] now;
  private final int[] before;
  private final int[] written;
  private final int[] key;
  private final int[] value;

  OneRegister(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    now = new int[shape.keys];
    before = new int[shape.keys];
    written = new int[shape.keys];
    key = new int[shape.processes];
    value = new int[shape.processes];
  }

  @Override
  public String f(int process) {
    return isRead(process) ? "read" : "write";
  }

  private boolean isRead(int process) {
    return value[process] == 0;
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    int k = choice.next(random);
    key[process] = k;
    value[process] = random.nextInt(100) < shape.readPercent ? 0 : ++written[k];
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    pair(key[process], value[process], out);
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    int k = key[process];
    if (isRead(process)) {
      pair(k, isStale ? before[k] : now[k], out);
      return;
    }
    before[k] = now[k];
    now[k] = value[process];
    pair(k, now[k], out);
  }

  private static void pair(int key, int value, StringBuilder out) {
    out.append('[').append(key).append(' ').append(value == 0 ? "nil" : "" + value).append(']');
  }
}
