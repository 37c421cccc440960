package dev.assay.checkers.isolation;

import static dev.assay.checkers.isolation.AnomalyType.BACKWARD_READ;
import static dev.assay.checkers.isolation.AnomalyType.CYCLIC_VERSIONS;
import static dev.assay.checkers.isolation.AnomalyType.DUPLICATE_ELEMENTS;
import static dev.assay.checkers.isolation.AnomalyType.FRACTURED_READ;
import static dev.assay.checkers.isolation.AnomalyType.FRACTURED_READ_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.FUTURE_READ;
import static dev.assay.checkers.isolation.AnomalyType.G0;
import static dev.assay.checkers.isolation.AnomalyType.G0_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.G0_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.G1;
import static dev.assay.checkers.isolation.AnomalyType.G1A;
import static dev.assay.checkers.isolation.AnomalyType.G1C_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.G1C_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.G1_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.G1_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.G2;
import static dev.assay.checkers.isolation.AnomalyType.G2_ITEM;
import static dev.assay.checkers.isolation.AnomalyType.G2_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.G2_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.GARBAGE_READ;
import static dev.assay.checkers.isolation.AnomalyType.GSI;
import static dev.assay.checkers.isolation.AnomalyType.GSI_B;
import static dev.assay.checkers.isolation.AnomalyType.G_CURSOR;
import static dev.assay.checkers.isolation.AnomalyType.G_MONOTONIC;
import static dev.assay.checkers.isolation.AnomalyType.G_MSR;
import static dev.assay.checkers.isolation.AnomalyType.G_NONADJACENT;
import static dev.assay.checkers.isolation.AnomalyType.G_NONADJACENT_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.G_NONADJACENT_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.G_SINGLE;
import static dev.assay.checkers.isolation.AnomalyType.G_UPDATE;
import static dev.assay.checkers.isolation.AnomalyType.INTERNAL;
import static dev.assay.checkers.isolation.AnomalyType.LOST_UPDATE;
import static dev.assay.checkers.isolation.AnomalyType.NON_CAUSAL_READ;
import static dev.assay.checkers.isolation.AnomalyType.NON_CAUSAL_READ_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.NON_MONOTONIC_READ;
import static dev.assay.checkers.isolation.AnomalyType.NON_MONOTONIC_READ_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.NO_COMMIT_ORDER_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.NO_COMMIT_ORDER_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.NO_CURSOR_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_PARALLEL_SNAPSHOT_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_PRAM_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_PREFIX_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_SERIAL_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_SERIAL_ORDER_PREDICATE;
import static dev.assay.checkers.isolation.AnomalyType.NO_SERIAL_ORDER_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.NO_SERIAL_ORDER_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.NO_SNAPSHOT_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.NO_SNAPSHOT_ORDER_PREDICATE;
import static dev.assay.checkers.isolation.AnomalyType.NO_SNAPSHOT_ORDER_PROCESS;
import static dev.assay.checkers.isolation.AnomalyType.NO_SNAPSHOT_ORDER_REALTIME;
import static dev.assay.checkers.isolation.AnomalyType.NO_UPDATE_ORDER;
import static dev.assay.checkers.isolation.AnomalyType.OVERLOOKED_WRITE;
import static dev.assay.checkers.isolation.AnomalyType.PREDICATE_READ_MISMATCH;
import static dev.assay.checkers.isolation.AnomalyType.PREDICATE_READ_MISS;
import static dev.assay.checkers.isolation.AnomalyType.UNREAD_OWN_WRITE;
import static dev.assay.checkers.isolation.AnomalyType.WRITE_BEFORE_READ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The consistency models of Elle's lattice: what each is called, which weaker models it contains,
 * and which anomalies it adds to what those forbid. Weaker models come before stronger ones.
 *
 * <p>Sources are those of Elle: Adya (Weak Consistency, 1999) for the {@code PL} levels; Bailis et
 * al. (Highly Available Transactions, 2013); Cerone, Bernardi and Gotsman (2015) for read atomic to
 * snapshot isolation; Daudjee and Salem (2004, 2006) for the session forms. Here {@code
 * read-committed} is Adya's PL-2; {@code snapshot-isolation} and {@code serializable} know no order
 * of sessions, their {@code strong-session} forms do. Not Elle's are the {@code strong-session}
 * forms of monotonic atomic view, read atomic and causal: Biswas and Enea's (2019) read committed,
 * read atomic and causal consistency; and that parallel snapshots give a consistent view, which is
 * one more step of the lattice (Cerone and Gotsman, Analysing Snapshot Isolation, 2016, theorem
 * 21). What sessions are promised (Terry et al. 1994) is Elle's of single objects; here it is asked
 * of transactions, and forms of models that keep the order of sessions promise it. It is promised
 * of one order of the versions of each key. PRAM is reads and writes that are monotonic and one's
 * own writes read, each by itself: less than Lipton and Sandberg's (1988), who let no process see a
 * write without what its writer had written before to other keys, nor its own later ones; and more,
 * for there each process may have an order of its own.
 */
@SuppressWarnings("ImmutableEnumChecker") // every list is one of List.of, the set never changes
public enum ConsistencyModel {
  READ_UNCOMMITTED(
      "read-uncommitted",
      List.of("PL-1"),
      List.of(),
      G0,
      DUPLICATE_ELEMENTS,
      CYCLIC_VERSIONS,
      GARBAGE_READ),
  READ_COMMITTED("read-committed", List.of("PL-2"), List.of(READ_UNCOMMITTED), G1),
  CURSOR_STABILITY(
      "cursor-stability",
      List.of("PL-CS"),
      List.of(READ_COMMITTED),
      G1,
      G_CURSOR,
      LOST_UPDATE,
      NO_CURSOR_ORDER),
  MONOTONIC_VIEW("monotonic-view", List.of("PL-2L"), List.of(READ_COMMITTED), G1, G_MONOTONIC),
  MONOTONIC_SNAPSHOT_READ(
      "monotonic-snapshot-read", List.of("PL-MSR"), List.of(READ_COMMITTED), G1, G_MSR),
  CONSISTENT_VIEW(
      "consistent-view",
      List.of("PL-2+"),
      List.of(CURSOR_STABILITY, MONOTONIC_VIEW),
      G1,
      G_SINGLE,
      NO_PARALLEL_SNAPSHOT_ORDER),
  FORWARD_CONSISTENT_VIEW(
      "forward-consistent-view", List.of("PL-FCV"), List.of(CONSISTENT_VIEW), G1, GSI_B),
  UPDATE_SERIALIZABLE(
      "update-serializable",
      List.of("PL-3U"),
      List.of(FORWARD_CONSISTENT_VIEW),
      G1,
      G_UPDATE,
      NO_UPDATE_ORDER),
  MONOTONIC_ATOMIC_VIEW(
      "monotonic-atomic-view",
      List.of(),
      List.of(READ_COMMITTED),
      NON_MONOTONIC_READ,
      OVERLOOKED_WRITE),
  READ_ATOMIC(
      "read-atomic",
      List.of(),
      List.of(MONOTONIC_ATOMIC_VIEW),
      INTERNAL,
      G1A,
      FUTURE_READ,
      FRACTURED_READ),
  UPDATE_ATOMIC("update-atomic", List.of(), List.of(READ_ATOMIC), LOST_UPDATE),
  CAUSAL_CERONE("causal-cerone", List.of(), List.of(READ_ATOMIC), INTERNAL, G1A, NON_CAUSAL_READ),
  PARALLEL_SNAPSHOT_ISOLATION(
      "parallel-snapshot-isolation",
      List.of(),
      List.of(CAUSAL_CERONE, UPDATE_ATOMIC, CONSISTENT_VIEW),
      INTERNAL,
      G1A,
      NO_PARALLEL_SNAPSHOT_ORDER),
  PREFIX("prefix", List.of(), List.of(CAUSAL_CERONE), INTERNAL, G1A, NO_PREFIX_ORDER),
  SNAPSHOT_ISOLATION(
      "snapshot-isolation",
      List.of("PL-SI"),
      List.of(
          FORWARD_CONSISTENT_VIEW,
          MONOTONIC_ATOMIC_VIEW,
          MONOTONIC_SNAPSHOT_READ,
          PARALLEL_SNAPSHOT_ISOLATION,
          PREFIX),
      INTERNAL,
      G1,
      GSI,
      G_NONADJACENT,
      PREDICATE_READ_MISS,
      PREDICATE_READ_MISMATCH,
      NO_SNAPSHOT_ORDER,
      NO_SNAPSHOT_ORDER_PREDICATE),
  REPEATABLE_READ(
      "repeatable-read",
      List.of("PL-2.99"),
      List.of(CURSOR_STABILITY, MONOTONIC_ATOMIC_VIEW),
      G1,
      G2_ITEM,
      LOST_UPDATE,
      NO_SERIAL_ORDER),
  VIEW_SERIALIZABLE("view-serializable", List.of(), List.of()),
  ONE_COPY_SERIALIZABLE("1SR", List.of(), List.of()),
  SESSION_SERIALIZABLE("session-serializable", List.of(), List.of(ONE_COPY_SERIALIZABLE)),
  SERIALIZABLE(
      "serializable",
      List.of("PL-3", "conflict-serializable"),
      List.of(REPEATABLE_READ, UPDATE_SERIALIZABLE, SNAPSHOT_ISOLATION, VIEW_SERIALIZABLE),
      INTERNAL,
      G1,
      G2,
      NO_SERIAL_ORDER_PREDICATE),
  MONOTONIC_READS("monotonic-reads", List.of(), List.of(), BACKWARD_READ),
  MONOTONIC_WRITES("monotonic-writes", List.of(), List.of(), G0_PROCESS),
  READ_YOUR_WRITES("read-your-writes", List.of(), List.of(), UNREAD_OWN_WRITE),
  WRITES_FOLLOW_READS("writes-follow-reads", List.of(), List.of(), WRITE_BEFORE_READ),
  PRAM(
      "PRAM",
      List.of(),
      List.of(MONOTONIC_READS, MONOTONIC_WRITES, READ_YOUR_WRITES),
      NO_PRAM_ORDER),
  STRONG_SESSION_READ_UNCOMMITTED(
      "strong-session-read-uncommitted",
      List.of("strong-session-PL-1"),
      List.of(READ_UNCOMMITTED),
      G0_PROCESS),
  STRONG_SESSION_READ_COMMITTED(
      "strong-session-read-committed",
      List.of("strong-session-PL-2"),
      List.of(
          READ_COMMITTED, STRONG_SESSION_READ_UNCOMMITTED, MONOTONIC_WRITES, WRITES_FOLLOW_READS),
      G1C_PROCESS,
      NO_COMMIT_ORDER_PROCESS),
  STRONG_SESSION_MONOTONIC_ATOMIC_VIEW(
      "strong-session-monotonic-atomic-view",
      List.of("monotonic-read-committed", "biswas-enea-read-committed"),
      List.of(MONOTONIC_ATOMIC_VIEW, STRONG_SESSION_READ_COMMITTED),
      NON_MONOTONIC_READ_PROCESS),
  STRONG_SESSION_READ_ATOMIC(
      "strong-session-read-atomic",
      List.of("biswas-enea-read-atomic"),
      List.of(READ_ATOMIC, STRONG_SESSION_MONOTONIC_ATOMIC_VIEW, READ_YOUR_WRITES),
      FRACTURED_READ_PROCESS),
  STRONG_SESSION_CAUSAL(
      "strong-session-causal",
      List.of("transactional-causal-consistency", "biswas-enea-causal"),
      List.of(CAUSAL_CERONE, STRONG_SESSION_READ_ATOMIC, PRAM),
      NON_CAUSAL_READ_PROCESS),
  STRONG_SESSION_SNAPSHOT_ISOLATION(
      "strong-session-snapshot-isolation",
      List.of(),
      List.of(SNAPSHOT_ISOLATION, STRONG_SESSION_CAUSAL),
      INTERNAL,
      G1_PROCESS,
      G_NONADJACENT_PROCESS,
      NO_SNAPSHOT_ORDER_PROCESS),
  STRONG_SESSION_SERIALIZABLE(
      "strong-session-serializable",
      List.of(),
      List.of(SERIALIZABLE, STRONG_SESSION_SNAPSHOT_ISOLATION),
      G1_PROCESS,
      G2_PROCESS,
      NO_SERIAL_ORDER_PROCESS),
  STRONG_READ_UNCOMMITTED(
      "strong-read-uncommitted",
      List.of("strong-PL-1"),
      List.of(STRONG_SESSION_READ_UNCOMMITTED),
      G0_REALTIME),
  STRONG_READ_COMMITTED(
      "strong-read-committed",
      List.of("strong-PL-2"),
      List.of(STRONG_SESSION_READ_COMMITTED, STRONG_READ_UNCOMMITTED),
      G1C_REALTIME,
      NO_COMMIT_ORDER_REALTIME),
  STRONG_SNAPSHOT_ISOLATION(
      "strong-snapshot-isolation",
      List.of(),
      List.of(STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_READ_COMMITTED),
      INTERNAL,
      G1_REALTIME,
      G_NONADJACENT_REALTIME,
      NO_SNAPSHOT_ORDER_REALTIME),
  CAUSAL("causal", List.of(), List.of(WRITES_FOLLOW_READS, PRAM)),
  SEQUENTIAL("sequential", List.of(), List.of(CAUSAL)),
  LINEARIZABLE("linearizable", List.of(), List.of(SEQUENTIAL)),
  STRICT_SERIALIZABLE(
      "strict-serializable",
      List.of("strong-serializable", "PL-SS"),
      List.of(
          LINEARIZABLE,
          SESSION_SERIALIZABLE,
          STRONG_SNAPSHOT_ISOLATION,
          STRONG_SESSION_SERIALIZABLE),
      G1,
      G1C_REALTIME,
      G2_REALTIME,
      NO_SERIAL_ORDER_REALTIME);

  private static final Map<String, ConsistencyModel> BY_NAME = new TreeMap<>();

  static {
    for (ConsistencyModel model : values()) {
      BY_NAME.put(model.label, model);
      model.synonyms.forEach(name -> BY_NAME.put(name, model));
    }
  }

  private final String label;
  private final List<String> synonyms;
  private final List<ConsistencyModel> weaker;
  private final Set<AnomalyType> forbidden;

  ConsistencyModel(
      String label,
      List<String> synonyms,
      List<ConsistencyModel> weaker,
      AnomalyType... forbidden) {
    this.label = label;
    this.synonyms = synonyms;
    this.weaker = weaker;
    this.forbidden = EnumSet.noneOf(AnomalyType.class);
    this.forbidden.addAll(Arrays.asList(forbidden));
  }

  /** The usual name. */
  public String label() {
    return label;
  }

  /** Its other names. */
  public List<String> synonyms() {
    return synonyms;
  }

  /** The model of this name or synonym, if there is one. */
  public static Optional<ConsistencyModel> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All names and synonyms, in alphabetical order. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** This model and all that every history of it satisfies, too. */
  public Set<ConsistencyModel> implied() {
    return Closures.IMPLIED.get(ordinal());
  }

  /** The closures of the lattice, by place: made once, for they are asked for again and again. */
  private static final class Closures {
    static final List<Set<ConsistencyModel>> IMPLIED = new ArrayList<>();
    static final List<Set<AnomalyType>> FORBIDDEN = new ArrayList<>();
    static final List<Set<ConsistencyModel>> RULED_OUT = new ArrayList<>();

    static {
      // Declared the weaker first.
      for (ConsistencyModel model : values()) {
        Set<ConsistencyModel> implied = EnumSet.of(model);
        model.weaker.forEach(each -> implied.addAll(IMPLIED.get(each.ordinal())));
        IMPLIED.add(Collections.unmodifiableSet(implied));
      }
      for (AnomalyType type : AnomalyType.values()) {
        Set<AnomalyType> all = AnomalyType.impliedBy(EnumSet.of(type));
        Set<ConsistencyModel> out = EnumSet.noneOf(ConsistencyModel.class);
        for (ConsistencyModel model : values()) {
          if (!Collections.disjoint(model.forbidden, all)
              || !Collections.disjoint(model.weaker, out)) {
            out.add(model);
          }
        }
        RULED_OUT.add(Collections.unmodifiableSet(out));
      }
      for (ConsistencyModel model : values()) {
        Set<AnomalyType> forbidden = EnumSet.noneOf(AnomalyType.class);
        for (AnomalyType type : AnomalyType.values()) {
          if (RULED_OUT.get(type.ordinal()).contains(model)) {
            forbidden.add(type);
          }
        }
        FORBIDDEN.add(Collections.unmodifiableSet(forbidden));
      }
    }
  }

  /** Whether every history of this model is one of the other. */
  public boolean implies(ConsistencyModel other) {
    return implied().contains(other);
  }

  /** The anomalies that no history of this model has. */
  public Set<AnomalyType> forbidden() {
    return Closures.FORBIDDEN.get(ordinal());
  }

  /** The models that a history with these anomalies does not satisfy. */
  public static Set<ConsistencyModel> ruledOutBy(Set<AnomalyType> found) {
    Set<ConsistencyModel> out = EnumSet.noneOf(ConsistencyModel.class);
    found.forEach(type -> out.addAll(Closures.RULED_OUT.get(type.ordinal())));
    return out;
  }

  /** Those that imply no other of them. */
  public static Set<ConsistencyModel> weakest(Set<ConsistencyModel> models) {
    Set<ConsistencyModel> out = EnumSet.noneOf(ConsistencyModel.class);
    for (ConsistencyModel model : models) {
      if (model.implied().stream().noneMatch(other -> other != model && models.contains(other))) {
        out.add(model);
      }
    }
    return out;
  }

  /** Those that no other of them implies. */
  public static Set<ConsistencyModel> strongest(Set<ConsistencyModel> models) {
    Set<ConsistencyModel> out = EnumSet.noneOf(ConsistencyModel.class);
    out.addAll(models);
    for (ConsistencyModel model : models) {
      for (ConsistencyModel weaker : model.implied()) {
        if (weaker != model) {
          out.remove(weaker);
        }
      }
    }
    return out;
  }

  /** The labels of some models, in alphabetical order. */
  public static List<String> labels(Set<ConsistencyModel> models) {
    return models.stream().map(ConsistencyModel::label).sorted().toList();
  }

  /** Whether it speaks of real time. */
  public boolean needsRealTime() {
    return Arrays.asList(
            STRONG_READ_UNCOMMITTED,
            STRONG_READ_COMMITTED,
            STRONG_SNAPSHOT_ISOLATION,
            STRICT_SERIALIZABLE,
            LINEARIZABLE)
        .contains(this);
  }
}
