package dev.assay.benchmarks.generate;

import java.util.SplittableRandom;

/** Transactions of micro-operations, each a name, a key and what is written or read. */
abstract class Transactions implements Database {
  final Shape shape;
  final KeyChoice choice;

  /** By process, of each micro-operation that was asked for. */
  final int[][] key;

  Transactions(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    key = new int[shape.processes][shape.length];
  }

  /** Draws a micro-operation. */
  abstract void draw(int process, int i, SplittableRandom random);

  /** How it is asked for, without the brackets. */
  abstract void appendRequest(int process, int i, StringBuilder out);

  /**
   * Lets it take effect and tells how it is answered, without the brackets.
   *
   * @param mayMiss whether it is to miss the last write, where that is seen
   * @return whether it did
   */
  abstract boolean appendAnswer(int process, int i, boolean mayMiss, StringBuilder out);

  @Override
  public void draw(int process, SplittableRandom random) {
    for (int i = 0; i < shape.length; i++) {
      draw(process, i, random);
    }
  }

  @Override
  public final void appendRequest(int process, StringBuilder out) {
    for (int i = 0; i < shape.length; i++) {
      out.append(i == 0 ? "[[" : " [");
      appendRequest(process, i, out);
      out.append(']');
    }
    out.append(']');
  }

  @Override
  public final void appendAnswer(int process, boolean isStale, StringBuilder out) {
    boolean mayMiss = isStale;
    for (int i = 0; i < shape.length; i++) {
      out.append(i == 0 ? "[[" : " [");
      mayMiss &= !appendAnswer(process, i, mayMiss, out);
      out.append(']');
    }
    out.append(']');
  }
}
