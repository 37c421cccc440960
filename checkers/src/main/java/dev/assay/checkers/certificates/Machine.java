package dev.assay.checkers.certificates;

/** An object that lives through calls one after the other. Equal machines behave alike. */
interface Machine {
  /**
   * Lets the call happen; false when it cannot have gone like this, and the machine is of no use.
   */
  boolean apply(Call call);

  /** Another one in the same state. */
  Machine copy();
}
