package dev.assay.checkers;

/**
 * What a user may know of the order in which the versions of one key came, though no transaction
 * shows it: Elle's options of rw-register.
 */
public enum KeyAssumption {
  /** A transaction that read a version and then wrote the key overwrote that version. */
  WRITES_FOLLOW_READS("wfr-keys"),

  /** What a process does to a key later, sees or leaves no earlier version. */
  SEQUENTIAL("sequential-keys"),

  /** What is begun after something was done to a key, sees or leaves no earlier version. */
  LINEARIZABLE("linearizable-keys"),

  /** The versions came as the user says. */
  GIVEN("version-orders");

  private final String label;

  KeyAssumption(String label) {
    this.label = label;
  }

  /** The name of the option, as Elle has it where it has one. */
  public String label() {
    return label;
  }
}
