package dev.assay.histories.format;

/**
 * How to read what a format leaves open.
 *
 * @param keyed whether operation values are {@code [key value]} pairs
 * @param lenient turns what can be safely read (a torn last line) from an error into a warning
 */
public record ReadOptions(Keyed keyed, boolean lenient) {
  /** Detect keys, refuse what is damaged. */
  public static final ReadOptions DEFAULT = new ReadOptions(Keyed.AUTO, false);

  /** What a value {@code [a b]} of a Jepsen history means. */
  public enum Keyed {
    /** Decided by content; a history that may be read both ways is refused. */
    AUTO,
    /** Every operation is on one of many objects: its value is {@code [key value]}. */
    YES,
    /** Values are what they are. */
    NO
  }
}
