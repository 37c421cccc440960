package dev.assay.checkers.certificates;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evidence for a verdict that can be checked without trusting the checker.
 *
 * <p>An order does not say what was assumed of keys when it was found. The verifier holds it to
 * what its options assume, and tells that with what it accepts; without them it proves the claim
 * alone.
 */
public sealed interface Certificate {
  /** The object that it concerns, or null when the history has only one. */
  @Nullable Object key();

  /**
   * An order that explains every operation on one object.
   *
   * @param key the object, or null when the history has only one
   * @param model the name of the sequential specification
   * @param order invocations in the order in which they took effect; operations whose outcome is
   *     unknown and that are missing here never took effect
   */
  record LinearizationOrder(@Nullable Object key, String model, List<Integer> order)
      implements Certificate {}

  /**
   * A sub-history on one object that no order explains.
   *
   * <p>It ends with {@code lastEvent}: what is invoked later is left out, and what is still open
   * then counts as open. Of the rest, three kinds of operations may be missing, because leaving
   * them out of a legal history gives a legal one:
   *
   * <ol>
   *   <li>operations that never change the state, such as reads;
   *   <li>operations that returned before {@code firstEvent}: the window must then be illegal from
   *       every state, and what is kept but was invoked earlier may have taken effect before, so it
   *       counts as open;
   *   <li>operations whose effect none of those that are still there can see, such as a write of a
   *       value that nobody reads; one after the other, so whole clusters of a value may go.
   * </ol>
   *
   * <p>Before all that the history may be restricted to some elements of the object: values of a
   * queue, keys of a map. What concerns other elements is then left out altogether.
   *
   * @param operations invocations of the operations kept, ascending
   * @param firstEvent where the window begins; 0 when it begins with the initial state
   * @param lastEvent the last event that counts, the return that no order explains
   * @param elements the elements that count, or null when all do
   */
  record IllegalWindow(
      @Nullable Object key,
      String model,
      List<Integer> operations,
      int firstEvent,
      int lastEvent,
      @Nullable Set<Object> elements)
      implements Certificate {
    /** A window in which all elements count. */
    public IllegalWindow(
        @Nullable Object key,
        String model,
        List<Integer> operations,
        int firstEvent,
        int lastEvent) {
      this(key, model, operations, firstEvent, lastEvent, null);
    }
  }

  /**
   * Two operations on one object of which neither can have come after the other: because one had
   * returned before the other was invoked, or because of what they told, whatever happened between
   * them.
   *
   * @param one its invocation
   * @param other its invocation
   */
  record ClashingPair(@Nullable Object key, String model, int one, int other)
      implements Certificate {}

  /**
   * Operations that break an invariant, alone or by what is missing beside them in the history.
   *
   * @param workload whose invariant, by Jepsen's name
   * @param anomaly how it is broken, by Jepsen's name where it has one
   * @param subjects the elements, accounts or keys at fault; which, each workload's specification
   *     says
   * @param operations the invocations that prove it, in the order that the specification says
   */
  record InvariantBreach(
      @Nullable Object key,
      String workload,
      String anomaly,
      List<?> subjects,
      List<Integer> operations)
      implements Certificate {}

  /**
   * An object of which an invariant holds; the history itself is the evidence, and the verifier
   * evaluates the invariant's definition.
   */
  record InvariantHolds(@Nullable Object key, String workload) implements Certificate {}

  /**
   * Transactions that each have to come before the next, and the last before the first.
   *
   * @param workload what the operations mean: {@code list-append} …
   * @param anomaly which cycle, by Elle's name
   * @param edges one from each transaction to the next
   */
  record DependencyCycle(String workload, String anomaly, List<CycleEdge> edges)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * Micro-operations that cannot all have happened as they are told, without a cycle.
   *
   * @param workload what the operations mean
   * @param anomaly what is wrong, by Elle's name
   * @param element the value that it is about, or null when it is about whole reads
   * @param microOps which; their roles are told at the verifier's rule for the anomaly
   */
  record ConflictingOperations(
      @Nullable Object key,
      String workload,
      String anomaly,
      @Nullable Object element,
      List<MicroOpRef> microOps)
      implements Certificate {}

  /**
   * An order of all transactions that took effect, which explains every read.
   *
   * @param workload what the operations mean
   * @param consistency what the order keeps: {@code serializable} nothing, {@code
   *     strong-session-serializable} the order of each process, {@code strict-serializable} real
   *     time
   * @param order their invocations; those of unknown outcome that are missing had no effect
   */
  record SerialOrder(String workload, String consistency, List<Integer> order)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * The moments at which transactions began, reading what was committed then, and committed.
   *
   * @param workload what the operations mean
   * @param consistency what the moments keep: {@code snapshot-isolation} nothing, {@code
   *     strong-session-snapshot-isolation} the order of each process, {@code
   *     strong-snapshot-isolation} real time
   * @param moments invocations, each twice: first where it began, then where it committed; those of
   *     unknown outcome that are missing had no effect
   */
  record SnapshotOrder(String workload, String consistency, List<Integer> moments)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * An order in which the versions of every key came, that lets every transaction see all that what
   * it read from depended on.
   *
   * @param workload what the operations mean
   * @param order invocations of all transactions that took effect: versions of a key came in the
   *     order of their writers
   */
  record ParallelOrder(String workload, List<Integer> order) implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * A serial order of the transactions that write, in which each one that only reads has a place
   * when those that it does not depend on may move.
   *
   * @param workload what the operations mean
   * @param order invocations of all transactions that took effect and write
   */
  record UpdateOrder(String workload, List<Integer> order) implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * Cycles under suppositions about the order of writes, such that one of them is there whatever
   * that order is.
   *
   * @param workload what the operations mean
   * @param consistency the model that has no order therefore
   * @param cases one cycle each; none for counters and predicates, of which all orders are to be
   *     tried
   */
  record OrderRefutation(String workload, String consistency, List<List<SupposedEdge>> cases)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * An order of commits in which all transactions read the last version that they know of; for what
   * sessions are promised, an order of writes.
   *
   * @param workload what the operations mean
   * @param consistency what they have to know of, by the name of the model
   * @param order invocations of all transactions that took effect
   */
  record CommitOrder(String workload, String consistency, List<Integer> order)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * Transactions that each committed before the next and the last before the first; or a single one
   * that would have committed before there was anything.
   *
   * @param workload what the operations mean
   * @param anomaly what such a cycle is called, which tells what readers have to know of
   * @param edges one from each transaction to the next
   */
  record CommitCycle(String workload, String anomaly, List<CommitEdge> edges)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * Transactions none of which can be the first of them to commit, for each waits for others of
   * them.
   *
   * @param workload what the operations mean
   * @param consistency the model that has no order of commits therefore
   * @param waits one of each; of one at least it is known that it committed
   */
  record CircularWait(String workload, String consistency, List<CommitWait> waits)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }

  /**
   * Transactions and keys such that no order explains what those did to these. Where all were
   * explained these would be: keys that are left out change nothing of what others hold, and
   * whoever writes none of the keys may be missing.
   *
   * @param workload what the operations mean
   * @param consistency the model that has no order therefore
   * @param keys some
   * @param transactions invocations of all who may have written one of them, and of some others
   */
  record PartRefutation(
      String workload, String consistency, List<Object> keys, List<Integer> transactions)
      implements Certificate {
    @Override
    public @Nullable Object key() {
      return null;
    }
  }
}
