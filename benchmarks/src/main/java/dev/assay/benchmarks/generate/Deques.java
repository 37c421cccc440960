package dev.assay.benchmarks.generate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** A queue with two ends, both of which are used for everything; each element comes once. */
final class Deques implements Database {
  private final Shape shape;
  private final Deque<Integer> inside = new ArrayDeque<>();
  private int inserted;

  /** What each process inserts, or 0 when it removes. */
  private final int[] element;

  private final boolean[] isFront;

  Deques(Shape shape) {
    this.shape = shape;
    element = new int[shape.processes];
    isFront = new boolean[shape.processes];
  }

  @Override
  public String f(int process) {
    return (element[process] == 0 ? "pop" : "push") + (isFront[process] ? "-front" : "-back");
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    element[process] = random.nextInt(100) < shape.readPercent ? 0 : ++inserted;
    isFront[process] = random.nextBoolean();
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    out.append(element[process] == 0 ? "nil" : "" + element[process]);
  }

  /** A stale one takes from the other end. */
  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    boolean atFront = isFront[process] != isStale;
    if (element[process] == 0) {
      Integer taken = atFront ? inside.pollFirst() : inside.pollLast();
      out.append(taken == null ? "nil" : taken.toString());
    } else {
      out.append(element[process]);
      if (atFront) {
        inside.addFirst(element[process]);
      } else {
        inside.addLast(element[process]);
      }
    }
  }
}
