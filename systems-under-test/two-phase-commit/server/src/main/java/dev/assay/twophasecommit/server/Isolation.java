package dev.assay.twophasecommit.server;

/** What transactions may see of each other. */
public enum Isolation {
  /** Strict two-phase locking: shared and exclusive locks, kept until the decision. */
  STRICT_SERIALIZABLE("strict-serializable"),
  /** Reads from a snapshot of one timestamp; of two writers of a key the first wins. */
  SNAPSHOT_ISOLATION("snapshot-isolation"),
  /** Reads lock nothing and see what is committed at that moment; writes lock until the end. */
  READ_COMMITTED("read-committed"),
  /** Reads lock nothing and see what others have written but not committed. */
  READ_UNCOMMITTED("read-uncommitted");

  private final String label;

  Isolation(String label) {
    this.label = label;
  }

  /** Its name in Elle's words, and on the command line. */
  public String label() {
    return label;
  }
}
