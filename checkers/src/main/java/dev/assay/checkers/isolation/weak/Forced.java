package dev.assay.checkers.isolation.weak;

/** Is told who must have committed before whom, and why. */
abstract class Forced {
  /**
   * One transaction committed before another.
   *
   * @param earlier a writer of a key that the reader knew of
   * @param later the writer that it read the key from, or {@link RegisterColumns#INITIAL}
   * @param reader who read
   * @param read its read, as {@link RegisterColumns} numbers them
   */
  abstract void force(int earlier, int later, int reader, int read);

  /** One writer of a key is assumed to have committed before another. */
  abstract void assume(int earlier, int later);
}
