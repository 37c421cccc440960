package dev.assay.raftkv.server.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.chaos.Chaos.Weather;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChaosTest {
  private static final int STEPS = 12_000;
  private static final int SEEDS_UNTIL_FOUND_MAX = 150;

  /**
   * BLACKOUTS among them: recovery of all nodes after a crash of all loses no acknowledged write.
   */
  @ParameterizedTest
  @EnumSource
  void correctBuildIsNeverAccused(Weather weather) {
    int acknowledged = 0;
    for (int seed = 1; seed <= 30; seed++) {
      Chaos chaos = new Chaos(seed, 3 + 2 * (seed % 2), weather);
      assertEquals(Optional.empty(), chaos.run(STEPS), "seed " + seed);
      acknowledged += chaos.history().acknowledged();
    }
    int appends = acknowledged;
    assertTrue(appends > 200, () -> "only " + appends + " appends were acknowledged");
  }

  /** Without those that need what is rare here; the simulator finds them. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "PRE_VOTE_COUNTS",
        "LEASE_FROM_ANSWER",
        "LEASE_AFTER_TRANSFER",
        "SNAPSHOT_DISCARDS_LOG",
        "EARLY_CHANGE",
        "OVERLAPPING_CHANGES",
        "MEMBERS_ON_COMMIT"
      })
  void everyPlantedBugIsFound(Bug bug) {
    boolean hunt = bug == Bug.COMMIT_OLD_TERM;
    for (int seed = 1; seed <= SEEDS_UNTIL_FOUND_MAX; seed++) {
      Chaos chaos =
          hunt
              ? new Chaos(seed, 3, Weather.LEADER_HUNT, bug)
              : new Chaos(seed, 3 + 2 * (seed % 2), Weather.MIXED, bug);
      if (chaos.run(STEPS).isPresent()) {
        return;
      }
    }
    fail(bug.label() + " was not found with " + SEEDS_UNTIL_FOUND_MAX + " seeds");
  }

  @Test
  void sameSeedGivesTheSameRun() {
    Chaos one = new Chaos(17, 5, Weather.MIXED);
    Chaos other = new Chaos(17, 5, Weather.MIXED);
    one.run(STEPS);
    other.run(STEPS);

    assertEquals(one.log(), other.log());
    assertEquals(one.history().acknowledged(), other.history().acknowledged());
  }
}
