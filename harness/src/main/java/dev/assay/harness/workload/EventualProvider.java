package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.invariants.Invariants;
import dev.assay.harness.Operation;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generator;
import dev.assay.harness.generator.Generators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Objects of eventually consistent stores, judged when all has settled: every client reads every
 * object from its own node.
 */
abstract class EventualProvider implements WorkloadProvider {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  private final String name;
  private final String description;
  private final EventualGenerator.Kind kind;

  EventualProvider(String name, String description, EventualGenerator.Kind kind) {
    this.name = name;
    this.description = description;
    this.kind = kind;
  }

  /** Sets that remember what was removed. */
  public static final class OfSets extends EventualProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public OfSets() {
      super(
          "eventual-set",
          "add to sets, remove what was seen; all replicas agree in the end, no add is lost",
          EventualGenerator.Kind.SET);
    }
  }

  /** Counters. */
  public static final class OfCounters extends EventualProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public OfCounters() {
      super(
          "eventual-counter",
          "add to counters; all replicas agree in the end, on the sum",
          EventualGenerator.Kind.COUNTER);
    }
  }

  /** Registers of which one of concurrent writes may be lost. */
  public static final class OfRegisters extends EventualProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public OfRegisters() {
      super(
          "eventual-register",
          "write registers; all replicas agree in the end, and what was overwritten is gone",
          EventualGenerator.Kind.REGISTER);
    }
  }

  /** Registers that keep all of concurrent writes. */
  public static final class OfSiblings extends EventualProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public OfSiblings() {
      super(
          "siblings",
          "write registers that keep concurrent values; all replicas agree in the end, and no write"
              + " is lost that nobody had seen",
          EventualGenerator.Kind.REGISTER);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String consistency() {
    return name;
  }

  @Override
  public Map<String, String> options() {
    return EventualOptions.described();
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    EventualOptions parsed = EventualOptions.parse(name, options);
    List<Generator> reads = new ArrayList<>();
    for (long key = 0; key < parsed.keys(); key++) {
      Operation read = new Operation(Invariants.FINAL_READ, key, null);
      reads.add(Generators.untilOk(Generators.delay(RETRY_PAUSE, Generators.repeat(read))));
    }
    return new Workload(
        EventualGenerator.of(kind, parsed.keys()),
        Generators.phases(
            Generators.sleep(parsed.settle()), Generators.eachThread(Generators.sequence(reads))),
        Set.of("read", Invariants.FINAL_READ),
        new Operation("read", 0L, null),
        checker());
  }

  @Override
  public Checker checker() {
    return Checkers.forWorkload(name, CheckOptions.DEFAULT);
  }
}
