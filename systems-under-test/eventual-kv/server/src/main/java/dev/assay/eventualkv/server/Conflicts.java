package dev.assay.eventualkv.server;

/** What becomes of two registers' writes that know nothing of each other. */
public enum Conflicts {
  /** Both remain, until a client that has seen both writes again. */
  SIBLINGS("siblings"),
  /** The one with the later timestamp remains, and the other is lost. */
  LAST_WRITER_WINS("lww");

  private final String label;

  Conflicts(String label) {
    this.label = label;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }
}
