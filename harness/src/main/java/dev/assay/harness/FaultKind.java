package dev.assay.harness;

import java.util.List;
import java.util.SplittableRandom;

/** A kind of fault, as found by {@link java.util.ServiceLoader}. */
public interface FaultKind {
  /** The name on the command line: {@code partition}, {@code kill}, {@code pause}. */
  String name();

  String description();

  /** Draws one such fault for these nodes. Pure: the same random numbers give the same fault. */
  Fault draw(SplittableRandom random, List<String> nodes);
}
