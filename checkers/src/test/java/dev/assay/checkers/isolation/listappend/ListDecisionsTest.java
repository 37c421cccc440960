package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DecisionLaws;
import dev.assay.checkers.isolation.listappend.TinyTransactions.Order;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a check of lists says of every model against the definitions, tried by force; also of one
 * whose time is over at once. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class ListDecisionsTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_500);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261201);

  @Test
  void everyModelIsToldTruly() {
    SplittableRandom random = new SplittableRandom(SEED);
    DecisionLaws laws = new DecisionLaws();
    DecisionLaws hurried = new DecisionLaws();
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      Map<ConsistencyModel, Boolean> definitions = definitions(one);
      boolean isHurried = i % 8 == 0;
      Budget budget = Budget.of(isHurried ? Duration.ZERO : Duration.ofMinutes(1));
      String claim = i % 3 == 0 ? "snapshot-isolation" : "strict-serializable";
      (isHurried ? hurried : laws)
          .check(
              Checkers.forClaim("list-append", claim).check(one.history(), budget),
              definitions,
              one);
    }
    for (ConsistencyModel model :
        Set.of(
            ConsistencyModel.STRICT_SERIALIZABLE,
            ConsistencyModel.SERIALIZABLE,
            ConsistencyModel.SNAPSHOT_ISOLATION,
            ConsistencyModel.REPEATABLE_READ,
            ConsistencyModel.PREFIX,
            ConsistencyModel.READ_ATOMIC)) {
      assertTrue(laws.count(model, "holds") > HISTORIES / 20, laws::toString);
      assertTrue(laws.count(model, "ruled out") > HISTORIES / 100, laws::toString);
      assertTrue(laws.count(model, "undecided") < HISTORIES / 4, laws::toString);
    }
  }

  private static Map<ConsistencyModel, Boolean> definitions(TinyTransactions one) {
    Map<ConsistencyModel, Boolean> all = new EnumMap<>(ConsistencyModel.class);
    AdyaLevels adya = new AdyaLevels(one);
    if (adya.isInternallyConsistent()) {
      Set<ConsistencyModel> satisfied = new CommitOrders(one).satisfied();
      WeakLevels.MODELS.forEach(model -> all.put(model, satisfied.contains(model)));
      if (adya.isSmall()) {
        ListAppendOracleTest.LEVELS.forEach(
            (model, level) -> all.put(model, adya.satisfies(level)));
      }
    }
    all.put(ConsistencyModel.SERIALIZABLE, one.isSerializable(Order.ANY));
    all.put(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, one.isSerializable(Order.SESSION));
    all.put(ConsistencyModel.STRICT_SERIALIZABLE, one.isSerializable(Order.REAL_TIME));
    all.put(ConsistencyModel.SNAPSHOT_ISOLATION, one.isSnapshotIsolated());
    return all;
  }
}
