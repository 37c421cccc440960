package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.DecisionLaws;
import dev.assay.checkers.isolation.registers.AxiomsByForce.Knowledge;
import dev.assay.checkers.isolation.registers.LevelsByForce.Order;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a check of registers says of every model against the definitions, tried by force: of
 * distinct values and repeated ones, under assumptions and without, for a strong claim and a weak
 * one, with time and without. A campaign sets {@code assay.campaign.histories} and {@code
 * assay.campaign.seed}.
 */
class RegisterDecisionsTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 1_200);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261202);

  private static final List<ConsistencyModel> CHECKED =
      List.of(
          ConsistencyModel.STRICT_SERIALIZABLE,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.PREFIX,
          ConsistencyModel.CURSOR_STABILITY,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.PRAM);

  @Test
  void everyModelIsToldTruly() {
    SplittableRandom random = new SplittableRandom(SEED);
    DecisionLaws plain = new DecisionLaws();
    DecisionLaws others = new DecisionLaws();
    for (int i = 0; i < HISTORIES; i++) {
      int kind = i % 8;
      TinyRegisters one = new TinyRegisters(random.split(), i % 2 == 0, kind == 1);
      KeyOptions options =
          switch (kind) {
            case 2 -> KeyOptions.of(KeyAssumption.SEQUENTIAL);
            case 3 -> KeyOptions.of(KeyAssumption.LINEARIZABLE);
            default -> KeyOptions.NONE;
          };
      Budget budget = Budget.of(kind == 4 ? Duration.ZERO : Duration.ofMinutes(1));
      int drawn = random.nextInt(2 * CHECKED.size());
      ConsistencyModel claim = CHECKED.get(drawn < CHECKED.size() ? drawn : 0);
      if (claim.needsRealTime() && !one.history().isRealTime()) {
        claim = ConsistencyModel.SERIALIZABLE;
      }
      boolean isPlain = kind > 4 && claim == ConsistencyModel.STRICT_SERIALIZABLE;
      (isPlain ? plain : others)
          .check(
              Checkers.forClaim("rw-register", claim.label(), options).check(one.history(), budget),
              definitions(one, options, kind == 1),
              one);
    }
    for (ConsistencyModel model : CHECKED) {
      assertTrue(plain.count(model, "holds") > HISTORIES / 100, plain::toString);
      assertEquals(0, plain.count(model, "undecided"), plain::toString);
    }
    assertTrue(
        others.count(ConsistencyModel.SERIALIZABLE, "undecided") > HISTORIES / 100,
        others::toString);
    for (ConsistencyModel model :
        List.of(
            ConsistencyModel.STRICT_SERIALIZABLE,
            ConsistencyModel.SERIALIZABLE,
            ConsistencyModel.CAUSAL_CERONE,
            ConsistencyModel.READ_COMMITTED)) {
      assertTrue(plain.count(model, "ruled out") > HISTORIES / 200, plain::toString);
    }
  }

  private static Map<ConsistencyModel, Boolean> definitions(
      TinyRegisters one, KeyOptions options, boolean isRepeated) {
    Map<ConsistencyModel, Boolean> all = new EnumMap<>(ConsistencyModel.class);
    LevelsByForce levels = new LevelsByForce(one, options);
    all.put(ConsistencyModel.SERIALIZABLE, levels.isSerializable(Order.ANY));
    all.put(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, levels.isSerializable(Order.SESSION));
    all.put(ConsistencyModel.SNAPSHOT_ISOLATION, levels.isSnapshotIsolated(Order.ANY));
    all.put(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
        levels.isSnapshotIsolated(Order.SESSION));
    if (one.history().isRealTime()) {
      all.put(ConsistencyModel.STRICT_SERIALIZABLE, levels.isSerializable(Order.REAL_TIME));
      all.put(
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, levels.isSnapshotIsolated(Order.REAL_TIME));
    }
    if (isRepeated) {
      return all;
    }
    AxiomsByForce orders = new AxiomsByForce(one, options);
    all.put(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, levels.isParallelSnapshotIsolated());
    WeakLevelsOracleTest.LEVELS.forEach((model, level) -> all.put(model, level.test(orders)));
    if (orders.isClear() && options.isNone()) {
      all.put(ConsistencyModel.CONSISTENT_VIEW, levels.isParallelSnapshotIsolated());
      all.put(ConsistencyModel.UPDATE_SERIALIZABLE, levels.isUpdateSerializable());
      all.put(ConsistencyModel.REPEATABLE_READ, levels.isSerializable(Order.ANY));
      all.put(ConsistencyModel.PREFIX, orders.holds(Knowledge.A_PREFIX, false));
      all.put(ConsistencyModel.CURSOR_STABILITY, orders.keepsCursors());
      all.put(ConsistencyModel.READ_YOUR_WRITES, orders.readsOwnWrites());
      all.put(ConsistencyModel.MONOTONIC_READS, orders.readsForward());
      all.put(ConsistencyModel.MONOTONIC_WRITES, true);
      all.put(ConsistencyModel.WRITES_FOLLOW_READS, orders.writesFollowReads());
      all.put(ConsistencyModel.PRAM, orders.isPram());
    }
    return all;
  }
}
