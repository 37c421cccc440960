package dev.assay.benchmarks.generate;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A queue, stack or priority queue; each element is inserted once. */
final class Collections implements Database {
  private final Shape shape;
  private final String insert;
  private final String remove;
  private final Consumer<Integer> add;
  private final Supplier<@Nullable Integer> take;
  private int inserted;

  /** What each process inserts, or 0 when it removes. */
  private final int[] element;

  private Collections(
      Shape shape,
      String insert,
      String remove,
      Consumer<Integer> add,
      Supplier<@Nullable Integer> take) {
    this.shape = shape;
    this.insert = insert;
    this.remove = remove;
    this.add = add;
    this.take = take;
    element = new int[shape.processes];
  }

  static Database queue(Shape shape) {
    Deque<Integer> inside = new ArrayDeque<>();
    return new Collections(shape, "enqueue", "dequeue", inside::addLast, inside::pollFirst);
  }

  static Database stack(Shape shape) {
    Deque<Integer> inside = new ArrayDeque<>();
    return new Collections(shape, "push", "pop", inside::addFirst, inside::pollFirst);
  }

  /** The order of insertion is no order of priority. */
  static Database priorityQueue(Shape shape) {
    Queue<Integer> inside = new PriorityQueue<>(Comparator.<Integer>naturalOrder().reversed());
    return new Collections(shape, "insert", "poll", inside::add, inside::poll);
  }

  @Override
  public String f(int process) {
    return element[process] == 0 ? remove : insert;
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    // multiplying by an odd number modulo a power of two keeps elements distinct
    element[process] =
        random.nextInt(100) < shape.readPercent
            ? 0
            : 1 + (++inserted * 0x9E3779B1 & ((1 << 30) - 1));
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    out.append(element[process] == 0 ? "nil" : "" + element[process]);
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    if (element[process] != 0) {
      add.accept(element[process]);
      out.append(element[process]);
      return;
    }
    Integer taken = take.get();
    if (isStale && taken != null) {
      Integer second = take.get();
      add.accept(taken);
      taken = second == null ? taken : second;
    }
    out.append(taken == null ? "nil" : taken.toString());
  }
}
