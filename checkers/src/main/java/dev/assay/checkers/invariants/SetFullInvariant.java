package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.invariants.InvariantExplanation.DuplicatedElement;
import dev.assay.checkers.invariants.InvariantExplanation.LostElement;
import dev.assay.checkers.invariants.InvariantExplanation.StaleElement;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.List;

/**
 * Elements are added while reads show all of them; every element that is known to be there stays.
 *
 * <p>An element is <em>known</em> from the completion of its add or of the first read that has it,
 * whichever is first. It is <em>lost</em> when the last read that began has it not, and began after
 * it was known; <em>stable</em> when that read has it; <em>stale</em> when it is stable and a read
 * that began after it was known has it not; else <em>never-read</em>. Lost elements are a
 * violation, stale ones are where the set has to be linearizable. Beside what Jepsen's {@code
 * set-full} asks: {@code unexpected} and {@code revived} elements, which cannot be there; and an
 * element listed twice by one read is a violation, as Jepsen's documentation says.
 *
 * <p>O(adds + sizes of all reads), where Jepsen takes adds × reads: going back from the last read,
 * only elements that all later reads have are looked for. Memory: four bytes for each element of
 * each read, about fifty an add.
 */
final class SetFullInvariant implements Invariant {
  private final boolean isLinearizable;

  SetFullInvariant(CheckOptions options) {
    isLinearizable = options.invariants().linearizable();
  }

  @Override
  public String workload() {
    return "set-full";
  }

  @Override
  public String consistency() {
    return isLinearizable ? "linearizable" : "set-full";
  }

  @Override
  public String needs() {
    return "no element was known to be there and read afterwards";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    new Timelines(part, findings).judge();
  }

  /** What is known of each element. */
  private final class Timelines {
    private final Part part;
    private final History history;
    private final Findings findings;
    private final Adds adds;
    private final SetReads reads;

    /** The completion from which on the element is known to be there. */
    private final int[] known;

    /** The invocation of the last read that has the element, by invocation. */
    private final int[] lastPresent;

    /** The invocation of the last read that has it not, of those invoked after the add. */
    private final int[] lastAbsent;

    Timelines(Part part, Findings findings) {
      this.part = part;
      this.findings = findings;
      history = part.history();
      adds = Adds.of(part, "add", findings);
      reads = SetReads.of(part, adds, findings);
      known = new int[adds.size()];
      lastPresent = new int[adds.size()];
      lastAbsent = new int[adds.size()];
    }

    void judge() {
      Arrays.fill(lastPresent, History.NONE);
      Arrays.fill(lastAbsent, History.NONE);
      for (int e = 0; e < known.length; e++) {
        known[e] = adds.acknowledged(e);
      }
      findPresent();
      findAbsent();
      for (int e = 0; e < known.length; e++) {
        findings.step();
        tell(e);
      }
    }

    private void findPresent() {
      int[] seenIn = new int[adds.size()];
      for (int r = 0; r < reads.size(); r++) {
        for (int at = reads.start(r); at < reads.start(r + 1); at++) {
          int e = reads.element(at);
          if (seenIn[e] == r + 1) {
            duplicated(e, reads.invoked(r));
            continue;
          }
          seenIn[e] = r + 1;
          lastPresent[e] = Math.max(lastPresent[e], reads.invoked(r));
          int returned = history.pair(reads.invoked(r));
          if (known[e] == History.NONE || returned < known[e]) {
            known[e] = returned;
          }
        }
      }
    }

    private void duplicated(int e, int read) {
      DuplicatedElement why = new DuplicatedElement(adds.element(e), read);
      findings.anomaly("duplicated", part.key(), Lists.of(adds.element(e)), List.of(read), why);
    }

    /** From the last read back: an element leaves when a read has it not, or is before its add. */
    private void findAbsent() {
      int[] open = new int[adds.size()];
      Arrays.setAll(open, e -> e);
      int size = open.length;
      int[] seenIn = new int[adds.size()];
      for (int r : reads.latestFirst()) {
        for (int at = reads.start(r); at < reads.start(r + 1); at++) {
          findings.step();
          seenIn[reads.element(at)] = r + 1;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
          int e = open[i];
          if (adds.invoked(e) < reads.invoked(r)) {
            if (seenIn[e] == r + 1) {
              open[kept++] = e;
            } else {
              lastAbsent[e] = reads.invoked(r);
            }
          }
        }
        size = kept;
      }
    }

    private void tell(int e) {
      findings.count("attempt-count", 1);
      if (lastPresent[e] != History.NONE && lastPresent[e] > lastAbsent[e]) {
        findings.judged();
        findings.count("stable-count", 1);
        stable(e);
      } else if (known[e] != History.NONE && lastAbsent[e] > known[e]) {
        findings.judged();
        lost(e);
      } else {
        findings.count("never-read-count", 1);
      }
    }

    private void stable(int e) {
      long stableNanos = lastAbsent[e] == History.NONE ? 0 : history.timeNanos(lastAbsent[e]) + 1;
      findings.latency("stable-latencies", Math.max(0, stableNanos - history.timeNanos(known[e])));
      if (lastAbsent[e] <= known[e]) {
        return;
      }
      if (!isLinearizable) {
        findings.count("stale-count", 1);
        return;
      }
      int from = history.pair(known[e]);
      StaleElement why = new StaleElement(adds.element(e), from, lastAbsent[e]);
      List<Integer> proof = List.of(from, lastAbsent[e]);
      findings.anomaly("stale", part.key(), Lists.of(adds.element(e)), proof, why);
    }

    private void lost(int e) {
      long lostNanos = lastPresent[e] == History.NONE ? 0 : history.timeNanos(lastPresent[e]) + 1;
      findings.latency("lost-latencies", Math.max(0, lostNanos - history.timeNanos(known[e])));
      int from = history.pair(known[e]);
      LostElement why = new LostElement(adds.element(e), from, lastAbsent[e]);
      List<Integer> proof = List.of(from, lastAbsent[e]);
      findings.anomaly("lost", part.key(), Lists.of(adds.element(e)), proof, why);
    }
  }
}
