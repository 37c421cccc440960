package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.InvariantOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetTest {
  private static final CheckOptions LINEARIZABLE =
      CheckOptions.DEFAULT.withInvariants(new InvariantOptions(null, false, true));

  private static Script added(long... elements) {
    Script script = new Script();
    for (long element : elements) {
      script.done(0, "add", element, element);
    }
    return script;
  }

  @Test
  void allThere() {
    Script script = added(1, 2).done(0, "read", null, Set.of(1L, 2L));
    Judged.of("set", script.history()).assertValid();
  }

  @Test
  void onlyTheLastReadCounts() {
    Script script = added(1).done(0, "read", null, List.of()).done(0, "read", null, List.of(1L));
    Judged.of("set", script.history()).assertValid();
  }

  @Test
  void whatWasAddedIsToldByTheInvocation() {
    Script script = new Script().done(0, "add", 1L, null).invoke(0, "add", 2L).info(0, "add", null);
    Script read = script.done(1, "read", null, List.of(1L, 2L));
    Judged.of("set", read.history()).assertValid();
    Judged.of(
            "set",
            new Script().done(0, "add", null, 1L).done(1, "read", null, List.of(1L)).history())
        .assertUnknown("an element");
  }

  @Test
  void lost() {
    Script script = added(1, 2).done(0, "read", null, List.of(2L));
    Judged.of("set", script.history()).assertInvalid("lost");
  }

  @Test
  void anAddThatReturnsDuringTheReadIsNotLost() {
    Script script =
        added(1)
            .invoke(0, "add", 2L)
            .invoke(1, "read", null)
            .ok(0, "add", 2L)
            .ok(1, "read", List.of(1L));
    Judged.of("set", script.history()).assertValid();
  }

  @Test
  void unexpectedAndRevived() {
    Script script =
        added(1).invoke(0, "add", 2L).fail(0, "add", 2L).done(0, "read", null, List.of(1L, 2L, 3L));
    Judged.of("set", script.history()).assertInvalid("revived", "unexpected");
  }

  @Test
  void aFailedAddThatWasTriedAgainMayBeThere() {
    Script script =
        new Script()
            .invoke(0, "add", 2L)
            .fail(0, "add", 2L)
            .done(0, "add", 2L, 2L)
            .done(0, "read", null, List.of(2L));
    Judged.of("set", script.history()).assertValid();
    Judged.of("set-full", script.history()).assertValid();
  }

  @Test
  void recoveredElementsAreFine() {
    Script script =
        added(1).invoke(1, "add", 2L).info(1, "add", 2L).done(0, "read", null, List.of(1L, 2L));
    Judged judged = Judged.of("set", script.history());
    judged.assertValid();
    assertEquals(1L, judged.measured().get("recovered-count"));
  }

  @Test
  void neverReadIsUnknown() {
    Judged.of("set", added(1).history()).assertUnknown("never read");
    Judged.of("set-full", added(1).history()).assertUnknown("read afterwards");
  }

  @Test
  void fullLostAfterItWasSeen() {
    Script script =
        added(1)
            .done(0, "read", null, List.of(1L))
            .done(1, "read", null, List.of())
            .done(2, "read", null, List.of());
    Judged judged = Judged.of("set-full", script.history());
    judged.assertInvalid("lost");
    assertEquals(
        Map.of("0.0", 1L, "0.5", 1L, "0.95", 1L, "0.99", 1L, "1.0", 1L),
        judged.measured().get("lost-latencies"));
  }

  @Test
  void aReadConcurrentWithTheAddProvesNothing() {
    Script script =
        new Script()
            .invoke(0, "add", 1L)
            .invoke(1, "read", null)
            .ok(0, "add", 1L)
            .ok(1, "read", List.of());
    Judged judged = Judged.of("set-full", script.history());
    judged.assertUnknown("read afterwards");
    assertEquals(1L, judged.measured().get("never-read-count"));
  }

  @Test
  void staleIsAViolationOnlyWhereLinearizable() {
    Script script = added(1).done(0, "read", null, List.of()).done(0, "read", null, List.of(1L));
    Judged judged = Judged.of("set-full", script.history());
    judged.assertValid();
    assertEquals(1L, judged.measured().get("stale-count"));
    Judged.of("set-full", script.history(), LINEARIZABLE).assertInvalid("stale");
  }

  /** Jepsen documents duplicates as a violation, but looks for counts below one. */
  @Test
  void anElementListedTwice() {
    Script script = added(1).done(0, "read", null, List.of(1L, 1L));
    Judged.of("set-full", script.history()).assertInvalid("duplicated");
  }

  @Test
  void anElementSeenBeforeItsAdd() {
    Script script = new Script().done(0, "read", null, List.of(1L)).done(0, "add", 1L, 1L);
    Judged.of("set-full", script.history()).assertInvalid("unexpected");
  }

  @Test
  void aNumberInPlaceOfASet() {
    Script script = added(1).done(0, "read", null, 1L);
    Judged.of("set-full", script.history()).assertUnknown("expected a collection");
  }
}
