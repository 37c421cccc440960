package dev.assay.runtime;

/** What a node tells about itself. */
public interface Trace {
  /** A sentence for the operator: rare, always recorded. */
  void log(String sentence);

  /** Whether {@link #event} records anything; ask before building costly details. */
  boolean detailed();

  /**
   * One step of the protocol.
   *
   * @param kind a word, such as {@code reject-vote}
   * @param details what happened and why
   */
  void event(String kind, String details);
}
