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
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the workload of a history from what its clients asked. */
final class WorkloadGuess {
  /** Workloads that are known by their operations; the first that fits. */
  private static final Map<String, Set<String>> OPERATIONS = new LinkedHashMap<>();

  /** What transactions do besides reading, and the workload when they do nothing else. */
  private static final Map<String, String> CHANGES =
      Map.of("append", "list-append", "add", "set-add", "inc", "counter-inc", "w", "rw-register");

  private static final Set<String> OF_PREDICATES = Set.of("r", "rp", "w", "insert", "delete");

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
    Set<String> asked = asked(history);
    Set<String> microOps = microOps(history);
    String transactional = transactional(microOps, asked.contains("init"));
    // Long fork writes registers in transactions too, and is told by its operations.
    if (transactional != null && !transactional.equals("rw-register")) {
      return transactional;
    }
    String invariant = InvariantGuess.of(history, asked);
    if (invariant != null) {
      return invariant;
    }
    if (transactional != null) {
      return transactional;
    }
    if (asked.isEmpty() || Set.of("read", "write").containsAll(asked)) {
      return "register";
    }
    if (Set.of("read", "write", "cas").containsAll(asked)) {
      return "cas-register";
    }
    if (asked.contains("txn") && !microOps.isEmpty()) {
      // None of etcd's transactions, which are maps.
      throw new UsageException(
          "no workload is known whose transactions have "
              + Text.printable(
                  microOps.stream().map(name -> ":" + name).collect(Collectors.joining(", ")))
              + "; name it with --workload");
    }
    if (asked.contains("txn") && !areMaps(history)) {
      throw new UsageException(
          "no workload is known whose transactions are neither lists of micro-operations, such as"
              + " [[:r key value] …], nor etcd's maps; name it with --workload");
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

  /** Whether all that is asked of a {@code txn} is a map. */
  private static boolean areMaps(History history) {
    return IntStream.range(0, history.size())
        .filter(history::isClientInvocation)
        .filter(event -> history.f(event).equals("txn"))
        .allMatch(event -> history.value(event) instanceof Map<?, ?>);
  }

  /** The functions of the clients' operations. */
  private static Set<String> asked(History history) {
    boolean[] isAsked = new boolean[history.functions().size()];
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        isAsked[history.fId(event)] = true;
      }
    }
    return named(isAsked, history.functions()::get);
  }

  /** The names of all micro-operations, such as {@code r}. */
  private static Set<String> microOps(History history) {
    MicroOps mops = history.microOps();
    boolean[] isThere = new boolean[MicroOps.NAMES_MAX];
    for (int mop = 0; mop < mops.size(); mop++) {
      isThere[mops.kind(mop)] = true;
    }
    return named(isThere, mops::name);
  }

  private static Set<String> named(boolean[] codes, IntFunction<String> name) {
    return IntStream.range(0, codes.length)
        .filter(code -> codes[code])
        .mapToObj(name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The workload whose transactions consist of these, or null.
   *
   * @param isInit whether an operation makes the initial state
   */
  private static @Nullable String transactional(Set<String> microOps, boolean isInit) {
    boolean isOfPredicates =
        OF_PREDICATES.containsAll(microOps)
            && (isInit || Stream.of("rp", "insert", "delete").anyMatch(microOps::contains));
    if (isOfPredicates && !microOps.isEmpty()) {
      return "closed-predicate";
    }
    for (Map.Entry<String, String> each : CHANGES.entrySet()) {
      if (microOps.contains(each.getKey()) && Set.of("r", each.getKey()).containsAll(microOps)) {
        return each.getValue();
      }
    }
    return null;
  }
}
