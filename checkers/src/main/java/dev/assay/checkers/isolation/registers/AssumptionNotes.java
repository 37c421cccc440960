package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says under which premises a check was made, and where one of them cannot be. */
final class AssumptionNotes {
  /** How many keys or values that tell nothing are told by name. */
  private static final int TOLD_MAX = 5;

  private final AssumedOrders orders;
  private final AssumedReasons reasons;
  private final Transactions transactions;

  private AssumptionNotes(AssumedOrders orders, AssumedReasons reasons) {
    this.orders = orders;
    this.reasons = reasons;
    transactions = orders.transactions();
  }

  static List<String> sentences(@Nullable AssumedOrders orders, @Nullable AssumedReasons reasons) {
    return orders == null || reasons == null
        ? List.of()
        : new AssumptionNotes(orders, reasons).sentences();
  }

  private List<String> sentences() {
    List<String> out = new ArrayList<>();
    for (KeyAssumption assumption : KeyAssumption.values()) {
      if (!orders.options().has(assumption)) {
        continue;
      }
      boolean isUseless =
          assumption == KeyAssumption.LINEARIZABLE && !transactions.history().isRealTime();
      out.add(
          isUseless
              ? "The premise linearizable-keys tells nothing here: the history tells no real time."
              : "Under the premise " + assumption.label() + ": " + meaning(assumption) + ".");
      if (assumption == KeyAssumption.GIVEN) {
        addUnknown(out);
        addUntold(out);
      }
      orders.contradictions().stream()
          .filter(each -> each.assumption() == assumption)
          .forEach(each -> out.add(sentence(each)));
      long told =
          orders.contradictions().stream().filter(each -> each.assumption() == assumption).count();
      if (orders.broken(assumption) > told) {
        out.add(
            "It does not hold on "
                + (orders.broken(assumption) - told)
                + " more keys, and was left out for them.");
      }
    }
    return out;
  }

  /** Orders of keys that the history does not have, such as of strings where it has symbols. */
  private void addUnknown(List<String> out) {
    Map<Object, List<Object>> given = new LinkedHashMap<>(orders.options().orders());
    for (int key = 0; key < transactions.keys(); key++) {
      given.remove(transactions.keyValue(key));
    }
    List<String> keys = given.keySet().stream().map(AssumptionNotes::written).sorted().toList();
    if (!keys.isEmpty()) {
      out.add(
          "Orders of keys that the history does not have tell nothing: "
              + some(keys)
              + ". Write keys as the history has them, strings in quotes and symbols without.");
    }
  }

  /** Values without a place; the order of the others counts. */
  private void addUntold(List<String> out) {
    Map<GivenVersions.Fault, List<String>> untold = new EnumMap<>(GivenVersions.Fault.class);
    for (int key = 0; key < transactions.keys(); key++) {
      Object named = transactions.keyValue(key);
      List<Object> given = orders.options().orders().getOrDefault(named, List.of());
      GivenVersions versions = given.isEmpty() ? null : new GivenVersions(orders.registers(), key);
      for (Object value : given) {
        int version = versions == null ? 0 : versions.of(value);
        if (version < 0) {
          untold
              .computeIfAbsent(GivenVersions.fault(version), fault -> new ArrayList<>())
              .add(written(value) + " of key " + named);
        }
      }
    }
    untold.forEach(
        (fault, values) -> {
          String which = which(fault);
          if (!which.isEmpty()) {
            out.add(
                "Values that were given tell nothing where " + which + ": " + some(values) + ".");
          }
        });
  }

  /**
   * Of one that nobody saw it is not told: the database may know of it what the history does not.
   */
  private static String which(GivenVersions.Fault fault) {
    return switch (fault) {
      case UNWRITTEN -> "nobody wrote them";
      case SHARED -> "several wrote the same";
      case FAILED -> "their transaction failed";
      case UNSEEN -> "";
      case INTERMEDIATE -> "their own transaction wrote the key again, for nobody may read them";
    };
  }

  private static String some(List<String> names) {
    return names.stream().limit(TOLD_MAX).collect(Collectors.joining(", "))
        + (names.size() > TOLD_MAX ? " and " + (names.size() - TOLD_MAX) + " more" : "");
  }

  private static String written(Object key) {
    return key instanceof String ? '"' + key.toString() + '"' : key.toString();
  }

  private static String meaning(KeyAssumption assumption) {
    return switch (assumption) {
      case WRITES_FOLLOW_READS ->
          "who read a version and then wrote the key overwrote that version (which is so at read"
              + " committed and above)";
      case SEQUENTIAL -> "a process never goes back to an earlier version of a key";
      case LINEARIZABLE -> "what begins later in real time never goes back to an earlier version";
      case GIVEN -> "the versions came in the order that was given";
    };
  }

  private String sentence(AssumedOrders.Contradiction found) {
    StringBuilder out = new StringBuilder("The assumption ").append(found.assumption().label());
    out.append(" does not hold on key ").append(transactions.keyValue(found.key()));
    out.append(", and was left out for it: ");
    VersionEdges cycle = found.cycle();
    for (int edge = 0; edge < cycle.size(); edge++) {
      out.append(edge == 0 ? "" : "; ").append(step(found.key(), cycle, edge));
    }
    boolean isToNil = cycle.to(cycle.size() - 1) == Registers.INITIAL;
    return out.append(isToNil ? "; but nil is there before every write." : ".").toString();
  }

  private String step(int key, VersionEdges cycle, int edge) {
    String before = value(cycle.from(edge));
    String after = value(cycle.to(edge));
    String earlier = operation(cycle.earlier(edge), key, cycle.from(edge));
    String later = operation(cycle.later(edge), key, cycle.to(edge));
    return switch (KeyAssumption.values()[cycle.source(edge)]) {
      case WRITES_FOLLOW_READS -> earlier + " and wrote " + after;
      case SEQUENTIAL -> earlier + " before the same process in " + later;
      case LINEARIZABLE -> earlier + " and completed before " + later;
      case GIVEN -> before + " was given before " + after;
    };
  }

  /** Such as {@code operation 12 (process 3) read 5}. */
  private String operation(int txn, int key, int version) {
    MicroOpRef ref = reasons.refTo(txn, key, version);
    boolean isWrite = orders.registers().isWrite(transactions.start(txn) + ref.index());
    return "operation "
        + transactions.history().index(transactions.invocation(txn))
        + " (process "
        + transactions.process(txn)
        + (isWrite ? ") wrote " : ") read ")
        + value(version);
  }

  private String value(int version) {
    return version < 0
        ? "nil"
        : String.valueOf(
            transactions
                .history()
                .values()
                .get(transactions.microOps().value(orders.registers().mop(version))));
  }
}
