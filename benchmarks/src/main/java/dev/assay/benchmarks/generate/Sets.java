package dev.assay.benchmarks.generate;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A set to which elements come and from which they go again; each operation tells what it found.
 */
final class Sets implements Database {
  private static final List<String> FUNCTIONS = List.of("contains", "add", "remove");

  private final Shape shape;
  private final KeyChoice choice;
  private final BitSet inside = new BitSet();
  private final BitSet before = new BitSet();
  private final int[] function;
  private final int[] element;

  Sets(Shape shape) {
    this.shape = shape;
    choice = new KeyChoice(shape.keys, shape.zipf);
    function = new int[shape.processes];
    element = new int[shape.processes];
  }

  @Override
  public String f(int process) {
    return FUNCTIONS.get(function[process]);
  }

  @Override
  public void draw(int process, SplittableRandom random) {
    boolean isRead = random.nextInt(100) < shape.readPercent;
    function[process] = isRead ? 0 : 1 + random.nextInt(2);
    element[process] = choice.next(random);
  }

  @Override
  public void appendRequest(int process, StringBuilder out) {
    out.append(element[process]);
  }

  @Override
  public void appendAnswer(int process, boolean isStale, StringBuilder out) {
    int e = element[process];
    boolean isInside = inside.get(e);
    switch (f(process)) {
      case "add" -> out.append(!isInside);
      case "remove" -> out.append(isInside);
      default -> out.append(isStale ? before.get(e) : isInside);
    }
    if (!f(process).equals("contains")) {
      before.set(e, isInside);
      inside.set(e, f(process).equals("add"));
    }
  }
}
