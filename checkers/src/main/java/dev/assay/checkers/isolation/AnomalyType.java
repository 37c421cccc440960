package dev.assay.checkers.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The anomalies by their names in Elle and Adya, the gravest first, and which of them imply which.
 *
 * <p>The cycles of Adya (Weak Consistency, 1999, sections 4.2 and 4.3) come in three forms: plain,
 * with edges of process order, and with edges of real time besides. Some names stand for the union
 * of others ({@code G1}); nothing is ever found by such a name, but models forbid it.
 */
public enum AnomalyType {
  // What no history of a store can hold, whatever its isolation.
  CYCLIC_VERSIONS("cyclic-versions"),
  DUPLICATE_ELEMENTS("duplicate-elements"),
  /** Not Elle's: a value that nobody wrote. */
  GARBAGE_READ("garbage-read"),
  INCOMPATIBLE_ORDER("incompatible-order"),
  // What reads must not see.
  G1A("G1a"),
  DIRTY_UPDATE("dirty-update"),
  G1B("G1b"),
  INTERNAL("internal"),
  FUTURE_READ("future-read"),
  /** Not Elle's: not what the transaction itself had written last. */
  OVERLOOKED_WRITE("overlooked-write"),
  LOST_UPDATE("lost-update"),
  PREDICATE_READ_MISS("predicate-read-miss"),
  /** Not Elle's: a predicate read shows what does not match. */
  PREDICATE_READ_MISMATCH("predicate-read-mismatch"),
  // Cycles that data alone tells.
  G0("G0"),
  G1C("G1c"),
  G_SINGLE_ITEM("G-single-item"),
  G_SINGLE("G-single"),
  G_NONADJACENT_ITEM("G-nonadjacent-item"),
  G_NONADJACENT("G-nonadjacent"),
  G2_ITEM("G2-item"),
  G2("G2"),
  // Cycles with the order of processes.
  G0_PROCESS("G0-process"),
  G1C_PROCESS("G1c-process"),
  G_SINGLE_ITEM_PROCESS("G-single-item-process"),
  G_SINGLE_PROCESS("G-single-process"),
  G_NONADJACENT_ITEM_PROCESS("G-nonadjacent-item-process"),
  G_NONADJACENT_PROCESS("G-nonadjacent-process"),
  G2_ITEM_PROCESS("G2-item-process"),
  G2_PROCESS("G2-process"),
  // Cycles with real time.
  G0_REALTIME("G0-realtime"),
  G1C_REALTIME("G1c-realtime"),
  G_SINGLE_ITEM_REALTIME("G-single-item-realtime"),
  G_SINGLE_REALTIME("G-single-realtime"),
  G_NONADJACENT_ITEM_REALTIME("G-nonadjacent-item-realtime"),
  G_NONADJACENT_REALTIME("G-nonadjacent-realtime"),
  G2_ITEM_REALTIME("G2-item-realtime"),
  G2_REALTIME("G2-realtime"),
  // Not Elle's: that no order of commits gives everybody the last that they know of.
  NON_MONOTONIC_READ("non-monotonic-read"),
  FRACTURED_READ("fractured-read"),
  NON_CAUSAL_READ("non-causal-read"),
  NON_MONOTONIC_READ_PROCESS("non-monotonic-read-process"),
  FRACTURED_READ_PROCESS("fractured-read-process"),
  NON_CAUSAL_READ_PROCESS("non-causal-read-process"),
  NON_PREFIX_READ("non-prefix-read"),
  // Not Elle's: what sessions are promised. Its fourth, monotonic writes, is broken by G0-process.
  UNREAD_OWN_WRITE("unread-own-write"),
  BACKWARD_READ("backward-read"),
  WRITE_BEFORE_READ("write-before-read"),
  NO_PRAM_ORDER("no-pram-order"),
  // Not Elle's: that no order of commits lets everybody read what was committed, though of no
  // single cycle it is certain.
  NO_COMMIT_ORDER("no-commit-order"),
  NO_COMMIT_ORDER_PROCESS("no-commit-order-process"),
  NO_COMMIT_ORDER_REALTIME("no-commit-order-realtime"),
  // Not Elle's: that no order of the writes explains the reads, though no single cycle is certain.
  NO_CURSOR_ORDER("no-cursor-order"),
  NO_PREFIX_ORDER("no-prefix-order"),
  NO_PARALLEL_SNAPSHOT_ORDER("no-parallel-snapshot-order"),
  NO_UPDATE_ORDER("no-update-order"),
  NO_SNAPSHOT_ORDER("no-snapshot-order"),
  /** The same where predicate reads are to be explained, too, which repeatable read need not. */
  NO_SNAPSHOT_ORDER_PREDICATE("no-snapshot-order-predicate"),
  NO_SNAPSHOT_ORDER_PROCESS("no-snapshot-order-process"),
  NO_SNAPSHOT_ORDER_REALTIME("no-snapshot-order-realtime"),
  NO_SERIAL_ORDER("no-serial-order"),
  /** The same where predicate reads are to be explained, too, which repeatable read need not. */
  NO_SERIAL_ORDER_PREDICATE("no-serial-order-predicate"),
  NO_SERIAL_ORDER_PROCESS("no-serial-order-process"),
  NO_SERIAL_ORDER_REALTIME("no-serial-order-realtime"),
  // Not Elle's: that timestamps are not the order of the transactions that they are told to be.
  COMMIT_BEFORE_START("commit-before-start"),
  STALE_AT_COMMIT_TIMESTAMP("stale-at-commit-timestamp"),
  FUTURE_AT_COMMIT_TIMESTAMP("future-at-commit-timestamp"),
  STALE_AT_START_TIMESTAMP("stale-at-start-timestamp"),
  FUTURE_AT_START_TIMESTAMP("future-at-start-timestamp"),
  OUT_OF_TIMESTAMP_ORDER("out-of-timestamp-order"),
  OVERLAPPING_WRITERS("overlapping-writers"),
  COMMIT_TIMESTAMP_PROCESS("commit-timestamp-process"),
  COMMIT_TIMESTAMP_REALTIME("commit-timestamp-realtime"),
  START_TIMESTAMP_PROCESS("start-timestamp-process"),
  START_TIMESTAMP_REALTIME("start-timestamp-realtime"),
  // Unions and names that models forbid.
  G1("G1"),
  G1_PROCESS("G1-process"),
  G1_REALTIME("G1-realtime"),
  G_CURSOR("G-cursor"),
  G_MONOTONIC("G-monotonic"),
  G_MSR("G-MSR"),
  G_UPDATE("G-update"),
  GSI_A("GSIa"),
  GSI_B("GSIb"),
  GSI("G-SI"),
  WRITE_SKEW("write-skew");

  private static final Map<String, AnomalyType> BY_NAME = new TreeMap<>();

  static {
    for (AnomalyType type : values()) {
      BY_NAME.put(type.label, type);
    }
  }

  private final String label;

  AnomalyType(String label) {
    this.label = label;
  }

  /** The name in results, as Elle has it. */
  public String label() {
    return label;
  }

  /** The anomaly of this name, if there is one. */
  public static Optional<AnomalyType> named(String label) {
    return Optional.ofNullable(BY_NAME.get(label));
  }

  /** What is there, too, by definition, when these are: these, and all that they imply. */
  public static Set<AnomalyType> impliedBy(Set<AnomalyType> types) {
    Set<AnomalyType> all = EnumSet.noneOf(AnomalyType.class);
    types.forEach(type -> all.addAll(Implied.BY.get(type.ordinal())));
    return all;
  }

  /** What each type implies, by its place: asked for again and again. */
  private static final class Implied {
    static final List<Set<AnomalyType>> BY = new ArrayList<>();

    static {
      for (AnomalyType type : values()) {
        Set<AnomalyType> all = EnumSet.noneOf(AnomalyType.class);
        type.addImplied(all);
        BY.add(all);
      }
    }
  }

  private void addImplied(Set<AnomalyType> all) {
    if (all.add(this)) {
      directlyImplied().forEach(type -> type.addImplied(all));
    }
  }

  /**
   * Elle's graph of anomalies, with additions: a value from nowhere is at least a read of what was
   * not committed; a cycle through a snapshot is one of Adya's G-SI; and parallel snapshots have no
   * cycle with a single anti-dependency (Cerone and Gotsman, Analysing Snapshot Isolation, 2016),
   * of items, for what has no order though there are no predicates is no repeatable read, either;
   * and where no order of commits is, one of Adya's G1 is there whichever versions reads are of.
   */
  private List<AnomalyType> directlyImplied() {
    return switch (this) {
      case G0 -> List.of(G1C, G0_PROCESS);
      case G0_PROCESS -> List.of(G1C_PROCESS, G0_REALTIME);
      case G0_REALTIME -> List.of(G1C_REALTIME);
      case G1A, G1B -> List.of(G1);
      case G1C -> List.of(G1, G1C_PROCESS);
      case G1C_PROCESS -> List.of(G1C_REALTIME, G1_PROCESS);
      case G1C_REALTIME -> List.of(G1_REALTIME);
      case G1 -> List.of(G1_PROCESS);
      case G1_PROCESS -> List.of(G1_REALTIME);
      case G_SINGLE_ITEM ->
          List.of(G_SINGLE, G_SINGLE_ITEM_PROCESS, G_NONADJACENT_ITEM, NO_PARALLEL_SNAPSHOT_ORDER);
      case G_SINGLE_ITEM_PROCESS ->
          List.of(G_SINGLE_PROCESS, G_SINGLE_ITEM_REALTIME, G_NONADJACENT_ITEM_PROCESS);
      case G_SINGLE_ITEM_REALTIME -> List.of(G_SINGLE_REALTIME, G_NONADJACENT_ITEM_REALTIME);
      case G_SINGLE -> List.of(G_NONADJACENT, GSI_B, G_SINGLE_PROCESS);
      case G_SINGLE_PROCESS -> List.of(G_NONADJACENT_PROCESS, G_SINGLE_REALTIME);
      case G_SINGLE_REALTIME -> List.of(G_NONADJACENT_REALTIME);
      case G_NONADJACENT_ITEM -> List.of(G_NONADJACENT, G2_ITEM, G_NONADJACENT_ITEM_PROCESS);
      case G_NONADJACENT_ITEM_PROCESS ->
          List.of(G_NONADJACENT_PROCESS, G2_ITEM_PROCESS, G_NONADJACENT_ITEM_REALTIME);
      case G_NONADJACENT_ITEM_REALTIME -> List.of(G2_ITEM_REALTIME, G_NONADJACENT_REALTIME);
      case G_NONADJACENT -> List.of(G2, G_NONADJACENT_PROCESS);
      case G_NONADJACENT_PROCESS -> List.of(G2_PROCESS, G_NONADJACENT_REALTIME);
      case G_NONADJACENT_REALTIME -> List.of(G2_REALTIME);
      case G2_ITEM -> List.of(G2, G2_ITEM_PROCESS);
      case G2_ITEM_PROCESS -> List.of(G2_PROCESS, G2_ITEM_REALTIME);
      case G2_ITEM_REALTIME -> List.of(G2_REALTIME);
      case G2 -> List.of(G2_PROCESS);
      case G2_PROCESS -> List.of(G2_REALTIME);
      case GSI_A, GSI_B -> List.of(GSI);
      case INCOMPATIBLE_ORDER, DIRTY_UPDATE, GARBAGE_READ -> List.of(G1A);
      case FUTURE_READ -> List.of(G1C);
      case LOST_UPDATE -> List.of(WRITE_SKEW, G2_ITEM);
      case OVERLOOKED_WRITE -> List.of(INTERNAL);
      case NON_MONOTONIC_READ -> List.of(FRACTURED_READ, NON_MONOTONIC_READ_PROCESS);
      case FRACTURED_READ -> List.of(NON_CAUSAL_READ, FRACTURED_READ_PROCESS);
      case NON_CAUSAL_READ -> List.of(NO_PARALLEL_SNAPSHOT_ORDER, NON_CAUSAL_READ_PROCESS);
      case NON_MONOTONIC_READ_PROCESS -> List.of(FRACTURED_READ_PROCESS);
      case FRACTURED_READ_PROCESS -> List.of(NON_CAUSAL_READ_PROCESS);
      case NON_CAUSAL_READ_PROCESS -> List.of(NO_SNAPSHOT_ORDER_PROCESS);
      case NON_PREFIX_READ -> List.of(NO_PREFIX_ORDER);
      case NO_PREFIX_ORDER -> List.of(NO_SNAPSHOT_ORDER);
      case NO_COMMIT_ORDER -> List.of(G1, NO_COMMIT_ORDER_PROCESS);
      case NO_COMMIT_ORDER_PROCESS -> List.of(G1_PROCESS, NO_COMMIT_ORDER_REALTIME);
      case NO_COMMIT_ORDER_REALTIME -> List.of(G1_REALTIME);
      case NO_CURSOR_ORDER -> List.of(NO_PARALLEL_SNAPSHOT_ORDER);
      case UNREAD_OWN_WRITE -> List.of(FRACTURED_READ_PROCESS);
      case BACKWARD_READ, NO_PRAM_ORDER -> List.of(NON_CAUSAL_READ_PROCESS);
      case WRITE_BEFORE_READ -> List.of(G1C_PROCESS);
      case G_CURSOR -> List.of(G_SINGLE_ITEM);
      case G_UPDATE -> List.of(G2);
      case NO_PARALLEL_SNAPSHOT_ORDER -> List.of(NO_SNAPSHOT_ORDER, NO_UPDATE_ORDER);
      case NO_UPDATE_ORDER -> List.of(NO_SERIAL_ORDER);
      case NO_SNAPSHOT_ORDER -> List.of(NO_SERIAL_ORDER, NO_SNAPSHOT_ORDER_PREDICATE);
      case NO_SNAPSHOT_ORDER_PREDICATE ->
          List.of(NO_SERIAL_ORDER_PREDICATE, NO_SNAPSHOT_ORDER_PROCESS);
      case NO_SNAPSHOT_ORDER_PROCESS ->
          List.of(NO_SERIAL_ORDER_PROCESS, NO_SNAPSHOT_ORDER_REALTIME);
      case NO_SNAPSHOT_ORDER_REALTIME -> List.of(NO_SERIAL_ORDER_REALTIME);
      case NO_SERIAL_ORDER -> List.of(NO_SERIAL_ORDER_PREDICATE);
      case NO_SERIAL_ORDER_PREDICATE -> List.of(NO_SERIAL_ORDER_PROCESS);
      case NO_SERIAL_ORDER_PROCESS -> List.of(NO_SERIAL_ORDER_REALTIME);
      case WRITE_SKEW -> List.of(G2);
      default -> List.of();
    };
  }

  /** All names, in alphabetical order. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(AnomalyType::label).sorted().toList();
  }
}
