package dev.assay.simulation;

import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import dev.assay.simulation.SimulationPlan.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated run ended.
 *
 * @param crashes programs that threw, in words
 * @param stuck who got no answer although all faults were gone, in words, or null
 * @param ok how many operations happened
 * @param operations how many there were
 * @param virtualNanos how long it lasted in virtual time
 * @param events how many events there were
 * @param traceHash tells whether two runs were the same
 * @param course what was done and what struck, for replaying it
 */
public record SimulationResult(
    SimulationPlan plan,
    History history,
    Verdict verdict,
    List<String> crashes,
    @Nullable String stuck,
    long ok,
    long operations,
    long virtualNanos,
    long events,
    long traceHash,
    Written course) {

  /** What kind of failure it was. */
  public enum FailureKind {
    /** The claim is violated. */
    VIOLATION,
    /** A program threw, as it does when an invariant of its own is broken. */
    CRASH,
    /** Faults were gone, and still clients got no answer. */
    NO_PROGRESS
  }

  /**
   * What is wrong.
   *
   * @param root tells failures of one kind apart: the root anomaly's name, what a program threw
   */
  public record Failure(FailureKind kind, String root, String words) {}

  /** The gravest failure: a violation, else a crash, else lack of progress. */
  public Optional<Failure> failure() {
    if (verdict instanceof Verdict.Invalid invalid) {
      String name = invalid.anomalies().getFirst().name();
      return Optional.of(
          new Failure(
              FailureKind.VIOLATION,
              name,
              "not " + verdict.summary().consistency() + " (" + name + ")"));
    }
    if (!crashes.isEmpty()) {
      String first = crashes.getFirst();
      return Optional.of(new Failure(FailureKind.CRASH, rootOfCrash(first), first));
    }
    return stuck == null
        ? Optional.empty()
        : Optional.of(new Failure(FailureKind.NO_PROGRESS, "no progress", stuck));
  }

  /** Without the node's name and numbers, which differ between runs. */
  private static String rootOfCrash(String words) {
    return words.replaceFirst("^[^:]*: ", "").replaceAll("[0-9]+", "N");
  }
}
