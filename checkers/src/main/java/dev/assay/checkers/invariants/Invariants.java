package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The invariants by the names of their workloads. */
public final class Invariants {
  /** A read when faults are over and replicas had time to settle; what comes sooner is none. */
  public static final String FINAL_READ = "final-read";

  private static final Map<String, Function<CheckOptions, Invariant>> ALL =
      Map.ofEntries(
          Map.entry("bank", BankInvariant::new),
          Map.entry("causal-reverse", o -> new CausalReverseInvariant("causal-reverse")),
          Map.entry("comments", o -> new CausalReverseInvariant("comments")),
          Map.entry("counter", CounterInvariant::new),
          Map.entry("eventual-counter", EventualCounterInvariant::new),
          Map.entry("eventual-register", o -> new EventualRegisterInvariant(false)),
          Map.entry("eventual-set", o -> new EventualSetInvariant()),
          Map.entry("g2", o -> new AdyaG2Invariant()),
          Map.entry("long-fork", o -> new LongForkInvariant()),
          Map.entry("monotonic", o -> new MonotonicInvariant()),
          Map.entry("sequential", o -> new SequentialInvariant()),
          Map.entry("set", o -> new SetInvariant()),
          Map.entry("set-full", SetFullInvariant::new),
          Map.entry("siblings", o -> new EventualRegisterInvariant(true)),
          Map.entry("total-queue", o -> new TotalQueueInvariant()),
          Map.entry("unique-ids", o -> new UniqueIdsInvariant()));

  private Invariants() {}

  /** The names that {@link #checker} knows. */
  public static Set<String> workloads() {
    return ALL.keySet();
  }

  /** The checker of a workload, or null when it has no invariant. */
  public static @Nullable Checker checker(String workload, CheckOptions options) {
    Function<CheckOptions, Invariant> invariant = ALL.get(workload);
    return invariant == null ? null : new InvariantChecker(invariant.apply(options));
  }
}
