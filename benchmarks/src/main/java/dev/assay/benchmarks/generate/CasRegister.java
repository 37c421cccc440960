package dev.assay.benchmarks.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** One register of few values, which are written again and again: read, write, compare-and-set. */
final class CasRegister implements Database {
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int CAS = 2;
  private static final int NIL = -1;

  private final Shape shape;
  private int now = NIL;
  private int before = NIL;
  private final int[] kind;
  private final int[] from;
  private final int[] to;

  CasRegister(Shape shape) {
    this.shape = shape;
    kind = new int[shape.processes];
    from = new int[shape.processes];
    to = new int[shape.processes];
    Arrays.fill(kind, READ);
  }

  @Override
  public String f(int process) {
    return switch (kind[process]) {
      case READ -> "read";
      case WRITE -> "write";
      default -> "cas";
    };
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    boolean isRead = random.nextInt(100) < shape.readPercent;
    kind[process] = isRead ? READ : random.nextBoolean() ? WRITE : CAS;
    from[process] = random.nextInt(shape.keys);
    to[process] = random.nextInt(shape.keys);
  }

  @Override
  public boolean fails(int process) {
    return kind[process] == CAS && from[process] != now;
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    switch (kind[process]) {
      case READ -> out.append("nil");
      case WRITE -> out.append(to[process]);
      default -> out.append('[').append(from[process]).append(' ').append(to[process]).append(']');
    }
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    if (kind[process] == READ) {
      int value = isStale ? before : now;
      out.append(value == NIL ? "nil" : "" + value);
      return;
    }
    appendRequest(process, out);
    if (!fails(process)) {
      before = now;
      now = to[process];
    }
  }
}
