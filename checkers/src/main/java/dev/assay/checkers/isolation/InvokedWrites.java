package dev.assay.checkers.isolation;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;

/**
 * What a transaction was invoked to write is what may have taken effect, all of it, whatever its
 * completion repeats of that: what that leaves out may be there, and somebody may read it.
 *
 * <p>So only a completion that tells all of it can tell what a transaction did. One that tells
 * anything else leaves open what was written, and whoever reads it would be accused of garbage.
 * Where the invocation tells nothing, the completion alone does. Linear.
 */
final class InvokedWrites {
  private enum Told {
    ALL,
    SOME,
    OTHERS
  }

  private final History history;
  private final MicroOps microOps;

  InvokedWrites(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  /**
   * The event that tells what a transaction did, or tried to when it failed.
   *
   * @throws UnfitHistoryException when its completion tells that it wrote something else
   */
  int telling(int invocation) {
    int completion = history.pair(invocation);
    if (completion == History.NONE) {
      return invocation;
    }
    EventType outcome = history.type(completion);
    boolean isRepeated = microOps.areSameButReads(invocation, completion);
    if (!tellsAnything(invocation) || (isRepeated && outcome != EventType.FAIL)) {
      return completion;
    }
    Told told = isRepeated ? Told.ALL : told(invocation, completion);
    if (told == Told.OTHERS || (told == Told.SOME && outcome == EventType.OK)) {
      throw toldInTwoWays(invocation, completion);
    }
    boolean isTold = outcome == EventType.INFO && told == Told.ALL && tellsAnything(completion);
    return outcome == EventType.OK || isTold ? completion : invocation;
  }

  private boolean tellsAnything(int event) {
    return microOps.start(event) < microOps.end(event);
  }

  /** How many of the invoked writes a completion tells, and whether it tells no others. */
  private Told told(int invocation, int completion) {
    boolean isAnyLeftOut = false;
    int invoked = nextWrite(microOps.start(invocation), microOps.end(invocation));
    for (int mop = nextWrite(microOps.start(completion), microOps.end(completion));
        mop < microOps.end(completion);
        mop = nextWrite(mop + 1, microOps.end(completion))) {
      while (invoked < microOps.end(invocation) && !areEqual(invoked, mop)) {
        isAnyLeftOut = true;
        invoked = nextWrite(invoked + 1, microOps.end(invocation));
      }
      if (invoked == microOps.end(invocation)) {
        return Told.OTHERS;
      }
      invoked = nextWrite(invoked + 1, microOps.end(invocation));
    }
    return isAnyLeftOut || invoked < microOps.end(invocation) ? Told.SOME : Told.ALL;
  }

  private int nextWrite(int from, int end) {
    int mop = from;
    while (mop < end && isRead(mop)) {
      mop++;
    }
    return mop;
  }

  private boolean isRead(int mop) {
    int kind = microOps.kind(mop);
    return kind == MicroOps.READ
        || (kind != MicroOps.WRITE && kind != MicroOps.APPEND && microOps.name(kind).equals("rp"));
  }

  private boolean areEqual(int one, int other) {
    if (microOps.kind(one) != microOps.kind(other)
        || microOps.key(one) != microOps.key(other)
        || microOps.value(one) != microOps.value(other)) {
      return false;
    }
    int length = microOps.listEnd(one) - microOps.listStart(one);
    if (length != microOps.listEnd(other) - microOps.listStart(other)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (microOps.element(microOps.listStart(one) + i)
          != microOps.element(microOps.listStart(other) + i)) {
        return false;
      }
    }
    return true;
  }

  private UnfitHistoryException toldInTwoWays(int invocation, int completion) {
    return new UnfitHistoryException(
        "the operation of index "
            + history.index(invocation)
            + " (process "
            + history.process(invocation)
            + ") was invoked with "
            + history.value(invocation)
            + ", and completed as :"
            + history.type(completion).jepsenName()
            + " at index "
            + history.index(completion)
            + " with "
            + history.value(completion)
            + ": what it wrote is told in two ways, so nobody knows what others may read. Let a"
            + " completion repeat what was invoked, with the answers in its reads, that of a"
            + " counter as [:inc key [amount new-value]]");
  }
}
