package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Transactions that write registers and read them. What reads do not tell of the order of writes
 * may be assumed, as Elle does.
 */
public class RwRegisterProvider extends ListAppendProvider {
  private static final Map<KeyAssumption, String> ASSUMPTIONS =
      Map.of(
          KeyAssumption.WRITES_FOLLOW_READS,
          "assume that who read a key and then wrote it overwrote what it read",
          KeyAssumption.SEQUENTIAL,
          "assume that no process goes back to an earlier version of a key",
          KeyAssumption.LINEARIZABLE,
          "assume that what begins later never goes back to an earlier version of a key");

  /** Made by {@link java.util.ServiceLoader}. */
  public RwRegisterProvider() {}

  @Override
  public String name() {
    return "rw-register";
  }

  @Override
  public String description() {
    return "transactions that write unique values to registers and read them";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(super.options());
    for (KeyAssumption each : KeyAssumption.values()) {
      if (ASSUMPTIONS.containsKey(each)) {
        options.put(each.label(), ASSUMPTIONS.get(each) + ": true or false; default false");
      }
    }
    return options;
  }

  @Override
  public CheckOptions checkOptions(Map<String, String> options) {
    Set<KeyAssumption> assumed = EnumSet.noneOf(KeyAssumption.class);
    for (KeyAssumption each : ASSUMPTIONS.keySet()) {
      if (TransactionOptions.flag(each.label(), options)) {
        assumed.add(each);
      }
    }
    return CheckOptions.DEFAULT.withKeys(new KeyOptions(assumed, Map.of()));
  }

  @Override
  TransactionGenerator.Write write(TransactionOptions parsed, Map<String, String> options) {
    return TransactionGenerator.Write.numbers("w");
  }
}
