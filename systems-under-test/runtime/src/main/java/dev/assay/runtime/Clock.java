package dev.assay.runtime;

/** The node's clocks. */
public interface Clock {
  /** Never goes back; only differences within one life of the node mean anything. */
  long monotonicNanos();

  /** Milliseconds since 1970-01-01 UTC as this node believes: may be wrong and may jump. */
  long wallMillis();
}
