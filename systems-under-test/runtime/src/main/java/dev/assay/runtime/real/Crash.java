package dev.assay.runtime.real;

/** Ends the process at once, as a crash would: no hook runs, nothing is flushed. */
final class Crash {
  /** Exit codes, after sysexits.h where it has one. */
  static final int CANNOT_START = 1;

  static final int BROKEN_PROGRAM = 70;
  static final int FAILED_DISK = 74;

  private final StderrTrace trace;

  Crash(StderrTrace trace) {
    this.trace = trace;
  }

  void now(int exitCode, String reason) {
    trace.log("FATAL " + reason);
    Runtime.getRuntime().halt(exitCode);
  }

  void now(int exitCode, String reason, Throwable cause) {
    trace.log("FATAL " + reason, cause);
    Runtime.getRuntime().halt(exitCode);
  }

  /** Runs a callback of the program, for which throwing is fatal. */
  void guard(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable broken) {
      now(BROKEN_PROGRAM, "the program threw; this node stops: " + broken.getMessage(), broken);
    }
  }
}
