package dev.assay.harness;

import java.util.List;
import java.util.SplittableRandom;

/** A kind of fault, as found by {@link java.util.ServiceLoader}. */
public interface FaultKind {
  /** The name on the command line: {@code partition}, {@code kill}, {@code pause}. */
  String name();

  String description();

  /**
   * What it takes hold of: two faults of one family never happen at the same time, because undoing
   * one would undo a part of the other.
   */
  default String family() {
    return name();
  }

  /** Whether it can strike only systems that have an {@link Operator}. */
  default boolean needsOperator() {
    return false;
  }

  /**
   * Draws one such fault for these nodes. Pure: the same random numbers give the same fault.
   *
   * @throws IllegalArgumentException when there are too few nodes for such a fault
   */
  Fault draw(SplittableRandom random, List<String> nodes);
}
