package dev.assay.harness.run;

/** The steps of a run, in their order. Every run that began ends with {@link #CLOSE}. */
public enum Phase {
  CLUSTER("bringing up nodes"),
  INSTALL("installing"),
  START("starting servers"),
  RUN("running"),
  HEAL("healing"),
  RECOVER("waiting for recovery"),
  FINAL("final operations"),
  STOP("stopping servers"),
  LOGS("fetching logs"),
  CLOSE("leaving the nodes as they were");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** For people: {@code waiting for recovery}. */
  public String words() {
    return words;
  }
}
