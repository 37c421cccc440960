package dev.assay.checkers;

import java.util.Map;
import java.util.Set;

/** What each workload of {@link Checkers#workloads} is judged by, in a line for people. */
final class WorkloadDescriptions {
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          // Transactions.
          Map.entry(
              "list-append", "transactions that append to lists and read them: --consistency"),
          Map.entry("rw-register", "transactions that write and read registers: --consistency"),
          Map.entry("set-add", "transactions that add to sets and read them: --consistency"),
          Map.entry(
              "counter-inc",
              "transactions that increment counters, some with the new value, and read them:"
                  + " --consistency"),
          Map.entry(
              "closed-predicate",
              "transactions that write keys and read them by predicates: --consistency"),
          Map.entry("causal-register", "registers, causally consistent at least"),
          // Linearizable objects.
          Map.entry("register", "one value: read, write"),
          Map.entry("cas-register", "one value: read, write, compare-and-set"),
          Map.entry("versioned-register", "a register whose answers carry a version of it"),
          Map.entry("revision-register", "a register whose answers carry a revision of the store"),
          Map.entry("max-register", "the greatest integer written"),
          Map.entry("multi-register", "many registers and lists, changed together"),
          Map.entry("map", "keys with values: put, get, remove, compare-and-set"),
          Map.entry("kv", "a string under a key: get, put, append"),
          Map.entry("etcd-kv", "etcd's store, with its transactions, revisions and leases"),
          Map.entry("linearizable-set", "a set: add, remove, contains, read"),
          Map.entry("fifo-queue", "first in, first out"),
          Map.entry("unordered-queue", "what goes in comes out once, in any order"),
          Map.entry("stack", "last in, first out"),
          Map.entry("deque", "a queue with two ends"),
          Map.entry("priority-queue", "the greatest comes out first"),
          Map.entry("min-priority-queue", "the smallest comes out first"),
          Map.entry("mutex", "a lock that does not know who holds it"),
          Map.entry("owner-aware-mutex", "a lock that knows who holds it"),
          Map.entry("reentrant-mutex", "a lock that its holder may take again"),
          Map.entry("fenced-mutex", "a lock that hands out fencing tokens, each above the last"),
          Map.entry("reentrant-fenced-mutex", "both of these"),
          Map.entry("semaphore", "a number of permits"),
          Map.entry("linearizable-counter", "a sum: add, read"),
          Map.entry("fetch-and-add", "a sum whose additions tell what it was"),
          Map.entry("id-generator", "every answer is above all before"),
          Map.entry("log", "an append-only log with offsets"),
          Map.entry("append-list", "one list: append, read"),
          Map.entry("linearizable-bank", "accounts: transfers, and reads of all of them"),
          // Invariants.
          Map.entry("bank", "the sum of all balances stays"),
          Map.entry("causal-reverse", "who sees a write sees those that were acknowledged before"),
          Map.entry("comments", "as causal-reverse, under its other name in Jepsen"),
          Map.entry("counter", "reads lie between what additions allow"),
          Map.entry("g2", "of two inserts that each rule out the other, one at most"),
          Map.entry("long-fork", "no two reads see two writes in different orders"),
          Map.entry("monotonic", "values grow with the timestamps of their rows"),
          Map.entry("sequential", "the parts of a key appear in the order of their writes"),
          Map.entry("set", "a last read shows what was added"),
          Map.entry("set-full", "what is once known to be there stays"),
          Map.entry("total-queue", "what goes in comes out, and nothing else"),
          Map.entry("unique-ids", "no id is given twice"),
          Map.entry("eventual-counter", "final reads agree on a sum that the additions allow"),
          Map.entry("eventual-register", "final reads agree on a value that nobody overwrote"),
          Map.entry("eventual-set", "final reads agree on what was added and not removed"),
          Map.entry("siblings", "reads give all values that nobody overwrote"));

  private WorkloadDescriptions() {}

  /**
   * That of one workload.
   *
   * @throws IllegalArgumentException when there is no workload of this name
   */
  static String of(String workload) {
    String description = BY_NAME.get(workload);
    if (description == null) {
      throw new IllegalArgumentException("no workload " + workload);
    }
    return description;
  }

  /** Those that have one. */
  static Set<String> workloads() {
    return BY_NAME.keySet();
  }
}
