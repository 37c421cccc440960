package dev.assay.checkers.invariants;

import dev.assay.checkers.Explanation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an invariant is broken. Operations are named by the positions of their invocations. */
public sealed interface InvariantExplanation extends Explanation {

  /**
   * Bank: a read whose balances do not add up.
   *
   * @param reference the read that gave the total, or null when it was given as an option
   */
  record WrongTotal(int read, Number total, Number expected, @Nullable Integer reference)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return reference == null ? List.of(read) : sorted(reference, read);
    }
  }

  /** Bank: a read in which an account is overdrawn. */
  record NegativeValue(int read, @Nullable Object account, Number balance)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /** Bank: a read in which an account has no balance. */
  record NilBalance(int read, @Nullable Object account) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /** Bank: a read with an account that no transfer names and the first read did not have. */
  record UnexpectedKey(int read, @Nullable Object account, @Nullable Integer reference)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return reference == null ? List.of(read) : sorted(reference, read);
    }
  }

  /**
   * An element that was known to be there and that no later read has.
   *
   * @param known its add, or the read that first showed it
   * @param absent the last read, which began after {@code known} had returned
   */
  record LostElement(@Nullable Object element, int known, int absent)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(known, absent);
    }
  }

  /** An element that was known to be there, is missing in a later read, and comes back. */
  record StaleElement(@Nullable Object element, int known, int absent)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(known, absent);
    }
  }

  /**
   * An element that came out although it was not put in before.
   *
   * @param seenBy the read or dequeue that returned it
   * @param later the operation that put it in, too late; null when there is none at all
   */
  record UnexpectedElement(@Nullable Object element, int seenBy, @Nullable Integer later)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return later == null ? List.of(seenBy) : List.of(seenBy, later);
    }
  }

  /** An element that came out although the operation that was to put it in had failed. */
  record RevivedElement(@Nullable Object element, int failed, int seenBy)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(failed, seenBy);
    }
  }

  /** An element that one read lists more than once. */
  record DuplicatedElement(@Nullable Object element, int read) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /** Two final reads of an object that differ. */
  record Diverged(int first, int second, @Nullable Object element) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(first, second);
    }
  }

  /**
   * An update that a final read does not show, though nothing that may have happened took it away.
   *
   * @param update the add or write, which had returned before the read began
   */
  record Vanished(@Nullable Object element, int update, int read) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(update, read);
    }
  }

  /**
   * A final read that shows what was taken away before it began.
   *
   * @param by the remove or write of a client that had seen the element
   */
  record Resurrected(@Nullable Object element, int by, int read) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(by, read);
    }
  }

  /** A value that was generated twice. */
  record DuplicateId(@Nullable Object id, int first, int second) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(first, second);
    }
  }

  /**
   * Counter: a read that no set of additions explains.
   *
   * @param lower the least that it could have returned
   * @param upper the most
   */
  record OutOfBounds(int read, long value, long lower, long upper) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /**
   * Queue: elements that were enqueued and never came out, though the queue was found empty after.
   *
   * @param enqueues more than could have been taken by dequeues whose outcome is unknown
   * @param emptied the drain or failed dequeue that found it empty
   * @param crashedDequeues how many dequeues may have taken one each
   */
  record LostMessages(List<?> elements, List<Integer> enqueues, int emptied, int crashedDequeues)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return Stream.concat(enqueues.stream(), Stream.of(emptied)).sorted().distinct().toList();
    }
  }

  /**
   * Two reads of which each sees a write that the other does not.
   *
   * @param first sees {@code key} and not {@code otherKey}
   * @param second sees {@code otherKey} and not {@code key}
   */
  record LongFork(int first, int second, @Nullable Object key, @Nullable Object otherKey)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(first, second);
    }
  }

  /** A read that shows a write and not one that had returned before that one began. */
  record CausalReverse(
      int earlier, int later, int read, @Nullable Object missing, @Nullable Object seen)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(earlier, later, read).stream().sorted().toList();
    }
  }

  /** A read of keys in the reverse order of their writes that shows one and then misses one. */
  record TrailingNil(int read, @Nullable Object seen, int missingAt)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /**
   * Two rows that a read gives in one order and whose field says the other.
   *
   * @param field the field that should rise: {@code val} or {@code sts}
   */
  record OffOrder(int read, String field, @Nullable Object row, @Nullable Object nextRow)
      implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return List.of(read);
    }
  }

  /** Adya's G2: two inserts that each went in because it saw no row of the other's. */
  record BothInserted(@Nullable Object key, int first, int second) implements InvariantExplanation {
    @Override
    public List<Integer> operations() {
      return sorted(first, second);
    }
  }

  private static List<Integer> sorted(int a, int b) {
    return a == b ? List.of(a) : List.of(Math.min(a, b), Math.max(a, b));
  }
}
