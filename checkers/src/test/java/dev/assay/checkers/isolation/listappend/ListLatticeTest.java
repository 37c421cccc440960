package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.LatticeLaws;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link LatticeLaws} of lists. A campaign sets {@code assay.campaign.histories}. */
class ListLatticeTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 400);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261127);

  @Test
  void verdictsGoUpAndDownTheLattice() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < HISTORIES; i++) {
      TinyTransactions one = new TinyTransactions(random.split());
      Map<ConsistencyModel, String> verdicts;
      try {
        verdicts = LatticeLaws.verdicts("list-append", one.history());
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + one, e);
      }
      verdicts.forEach((model, label) -> seen.merge(model.label() + " " + label, 1, Integer::sum));
    }
    for (String model : new String[] {"strict-serializable", "prefix", "read-committed"}) {
      assertTrue(seen.getOrDefault(model + " valid", 0) > HISTORIES / 20, seen::toString);
      assertTrue(seen.getOrDefault(model + " invalid", 0) > 0, seen::toString);
    }
  }
}
