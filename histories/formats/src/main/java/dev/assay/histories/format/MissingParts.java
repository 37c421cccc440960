package dev.assay.histories.format;

import dev.assay.histories.EventType;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what hand-written histories leave out: processes, and the invocations of transactions.
 *
 * <p>Only where one reading is possible, and never without a warning.
 */
final class MissingParts {
  private final EventSink out;

  /** The assumed processes that have an operation of this function open. */
  private final Map<String, Set<Integer>> open = new HashMap<>();

  /** Assumed processes that have nothing open; all from {@link #nextProcess} on are free too. */
  private final PriorityQueue<Integer> free = new PriorityQueue<>();

  private int nextProcess;

  private boolean anyAssumed;
  private boolean anyGiven;
  private boolean warnedOfInvocation;
  private boolean warnedOfFunction;

  MissingParts(EventSink out) {
    this.out = out;
  }

  /** Notes that an event says its process: then all must. */
  void processGiven(long line, long column) throws HistoryFormatException {
    anyGiven = true;
    if (anyAssumed) {
      throw out.error(line, column, "expected no :process, as in the operations before, found one");
    }
  }

  /**
   * The process of an event in a history without processes: a free one for an invocation, and for a
   * completion that of the only open operation of its function.
   */
  int assumedProcess(long line, long column, EventType type, String f)
      throws HistoryFormatException {
    if (anyGiven) {
      throw out.error(line, column, "expected :process in the operation, found none");
    }
    if (!anyAssumed) {
      anyAssumed = true;
      out.warn(
          line,
          column,
          "expected :process in the operation, found none; each is taken for one of a"
              + " process that has nothing open");
    }
    Set<Integer> candidates = open.computeIfAbsent(f, name -> new HashSet<>());
    if (type == EventType.INVOKE) {
      Integer reused = free.poll();
      int process = reused == null ? nextProcess++ : reused;
      candidates.add(process);
      return process;
    }
    if (candidates.size() != 1) {
      throw out.error(
          line,
          column,
          "expected :process, or one open "
              + Quoting.quote(f)
              + " that this completes, found "
              + candidates.size());
    }
    int process = candidates.iterator().next();
    candidates.clear();
    free.add(process);
    return process;
  }

  /** The function of an event that has none, when its value is a transaction. */
  String assumedFunction(long line, long column, @Nullable Object value)
      throws HistoryFormatException {
    if (!Transactions.isTransaction(value)) {
      throw out.error(line, column, "expected :f in the operation, found none");
    }
    if (!warnedOfFunction) {
      warnedOfFunction = true;
      out.warn(
          line,
          column,
          "expected :f in the operation, found none; its value is a transaction,"
              + " so it is taken as :txn");
    }
    return "txn";
  }

  /**
   * The value of the invocation that a completion lacks: the transaction before its reads were
   * answered. With it the history says nothing of real time.
   */
  Object assumedInvocation(long line, long column, @Nullable Object value)
      throws HistoryFormatException {
    if (!Transactions.isTransaction(value) || !(value instanceof List<?> mops)) {
      throw out.error(
          line,
          column,
          "expected an invocation first, found a completion of what is no" + " transaction");
    }
    out.ordersProcessesOnly();
    if (!warnedOfInvocation) {
      warnedOfInvocation = true;
      out.warn(
          line,
          column,
          "expected an invocation first, found none; it is taken to come right"
              + " before, and the order of different processes is not taken as a fact");
    }
    return mops.stream().map(MissingParts::unanswered).toList();
  }

  private static Object unanswered(@Nullable Object mop) {
    if (mop instanceof List<?> parts && parts.size() == 3 && Transactions.isRead(parts)) {
      return Collections.unmodifiableList(
          Arrays.<@Nullable Object>asList(parts.get(0), parts.get(1), null));
    }
    return mop == null ? List.of() : mop;
  }
}
