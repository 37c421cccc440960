package dev.assay.cli;

import dev.assay.checkers.Checkers;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells the workload of a history from what its clients asked. */
final class WorkloadGuess {
  /** Workloads that are known by their operations; the first that fits. */
  private static final Map<String, Set<String>> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put("mutex", Set.of("acquire", "release"));
    OPERATIONS.put("fifo-queue", Set.of("enqueue", "dequeue", "peek"));
    OPERATIONS.put("stack", Set.of("push", "pop", "peek"));
    OPERATIONS.put("priority-queue", Set.of("insert", "poll", "peek"));
    OPERATIONS.put("linearizable-set", Set.of("add", "remove", "contains", "read"));
    OPERATIONS.put("kv", Set.of("get", "put", "append"));
    OPERATIONS.put("etcd-kv", Set.of("txn", "range", "lease-grant", "lease-revoke", "defragment"));
  }

  private WorkloadGuess() {}

  /**
   * The workload that was named, or that the run's folder tells, or that the operations show.
   *
   * @throws UsageException when no checker knows it
   */
  static String of(@Nullable String named, HistorySource.Read read) throws IOException {
    String name = named != null ? named : told(read);
    return known(name != null ? name : of(read.loaded().history()));
  }

  /** The name, if there is a checker for it. */
  static String known(String workload) {
    if (!Checkers.workloads().contains(workload)) {
      throw new UsageException(
          Suggestions.unknown("checker of workload", workload, Checkers.workloads()));
    }
    return workload;
  }

  private static @Nullable String told(HistorySource.Read read) throws IOException {
    boolean folder =
        !read.file().equals(HistorySource.STDIN) && Files.isDirectory(Path.of(read.file()));
    return folder ? RunReport.text(RunReport.test(Path.of(read.file())), "workload") : null;
  }

  /**
   * The workload whose operations these are.
   *
   * @throws UsageException when none of the workloads fits
   */
  static String of(History history) {
    Set<String> asked = new TreeSet<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        asked.add(history.f(event));
      }
    }
    if (isOfTransactions(history, "append")) {
      return "list-append";
    }
    if (isOfTransactions(history, "add")) {
      return "set-add";
    }
    if (isOfTransactions(history, "inc")) {
      return "counter-inc";
    }
    if (isOfPredicates(history)) {
      return "closed-predicate";
    }
    String invariant = InvariantGuess.of(history, asked);
    if (invariant != null) {
      return invariant;
    }
    if (isOfTransactions(history, "w")) {
      return "rw-register";
    }
    if (asked.isEmpty() || Set.of("read", "write").containsAll(asked)) {
      return "register";
    }
    if (Set.of("read", "write", "cas").containsAll(asked)) {
      return "cas-register";
    }
    if (asked.contains("txn") && history.microOps().size() > 0) {
      // None of etcd's transactions, which are maps.
      throw new UsageException(
          "no workload is known whose transactions have "
              + Text.printable(String.join(", ", microOps(history)))
              + "; name it with --workload");
    }
    for (Map.Entry<String, Set<String>> each : OPERATIONS.entrySet()) {
      if (each.getValue().containsAll(asked)) {
        return each.getKey();
      }
    }
    throw new UsageException(
        "no workload is known whose operations are "
            + Text.printable(String.join(", ", asked))
            + "; name it with --workload");
  }

  /** The names of all micro-operations, such as {@code :r}. */
  private static Set<String> microOps(History history) {
    MicroOps mops = history.microOps();
    Set<String> names = new TreeSet<>();
    for (int mop = 0; mop < mops.size(); mop++) {
      names.add(":" + mops.name(mops.kind(mop)));
    }
    return names;
  }

  /**
   * Whether there are transactions that write and delete keys, and read by predicates or delete.
   */
  private static boolean isOfPredicates(History history) {
    MicroOps mops = history.microOps();
    boolean isOne = false;
    for (int mop = 0; mop < mops.size(); mop++) {
      String name = mops.name(mops.kind(mop));
      if (!Set.of("r", "rp", "w", "insert", "delete").contains(name)) {
        return false;
      }
      isOne |= name.equals("rp") || name.equals("insert") || name.equals("delete");
    }
    return isOne;
  }

  /** Whether there are transactions, and all they do is to read and to change in one way. */
  private static boolean isOfTransactions(History history, String change) {
    MicroOps mops = history.microOps();
    boolean changes = false;
    for (int mop = 0; mop < mops.size(); mop++) {
      boolean isRead = mops.kind(mop) == MicroOps.READ;
      if (!isRead && !mops.name(mops.kind(mop)).equals(change)) {
        return false;
      }
      changes |= !isRead;
    }
    return changes;
  }
}
