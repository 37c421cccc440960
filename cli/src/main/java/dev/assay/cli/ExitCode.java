package dev.assay.cli;

import dev.assay.checkers.Verdict;

/** What the command tells its caller; the numbers are Jepsen's. */
enum ExitCode {
  /** The claim holds. */
  VALID(0),
  /** Undecided. */
  UNKNOWN(2),
  /** The claim is violated. */
  INVALID(1),
  /** Bad usage or bad input. */
  USAGE(254),
  /** Assay itself, or what it needs, failed. */
  CRASH(255);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The exit code of a check that ended with this verdict. */
  static ExitCode of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid v -> VALID;
      case Verdict.Invalid i -> INVALID;
      case Verdict.Unknown u -> UNKNOWN;
    };
  }

  /** The code for two things done in one command: constants are in the order of their weight. */
  ExitCode worse(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
