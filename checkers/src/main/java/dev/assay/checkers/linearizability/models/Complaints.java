package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.linearizability.Action;

/** What models say of operations that are none of theirs. */
final class Complaints {
  private Complaints() {}

  static String unknown(Action action, String expected) {
    return "expected " + expected + ", found " + action.f();
  }

  static String badValue(Action action, String expected) {
    return "expected " + expected + ", found " + action.f() + " " + action.input();
  }

  static String badResult(Action action, String expected) {
    return "expected "
        + expected
        + " as the result of "
        + action.f()
        + ", found "
        + action.result();
  }
}
