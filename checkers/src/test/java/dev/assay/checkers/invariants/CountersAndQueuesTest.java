package dev.assay.checkers.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.CheckOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountersAndQueuesTest {
  @Test
  void aReadBetweenTheBounds() {
    Script script =
        new Script()
            .done(0, "add", 2L, 2L)
            .invoke(1, "add", 3L)
            .done(0, "read", null, 2L)
            .done(0, "read", null, 5L)
            .info(1, "add", 3L);
    Judged.of("counter", script.history()).assertValid();
  }

  @Test
  void aReadBelowWhatWasAcknowledged() {
    Script script = new Script().done(0, "add", 2L, 2L).done(0, "read", null, 1L);
    Judged.of("counter", script.history()).assertInvalid("out-of-bounds");
  }

  @Test
  void aReadAboveWhatWasInvoked() {
    Script script = new Script().invoke(0, "add", 2L).fail(0, "add", 2L).done(0, "read", null, 2L);
    Judged.of("counter", script.history()).assertInvalid("out-of-bounds");
  }

  @Test
  void negativeAdditions() {
    Script down =
        new Script()
            .done(0, "add", 5L, 5L)
            .invoke(1, "add", -3L)
            .done(0, "read", null, 2L)
            .ok(1, "add", -3L);
    Judged.of("counter", down.history()).assertValid();
    Script after =
        new Script().done(0, "add", 5L, 5L).done(1, "add", -3L, -3L).done(0, "read", null, 5L);
    Judged.of("counter", after.history()).assertInvalid("out-of-bounds");
  }

  @Test
  void anInitialValue() {
    Script script = new Script().done(0, "read", null, 7L);
    Judged.of("counter", script.history(), CheckOptions.DEFAULT.withInitial(7L)).assertValid();
  }

  @Test
  void sumsBeyond64BitsAreUnknown() {
    Script script =
        new Script()
            .done(0, "add", Long.MAX_VALUE, null)
            .done(0, "add", Long.MAX_VALUE, null)
            .done(0, "read", null, 1L);
    Judged.of("counter", script.history()).assertUnknown("beyond 64 bits");
  }

  private static Script enqueued(long... elements) {
    Script script = new Script();
    for (long element : elements) {
      script.done(0, "enqueue", element, element);
    }
    return script;
  }

  @Test
  void whatGoesInComesOut() {
    Script script =
        enqueued(1, 2, 3).done(0, "dequeue", null, 2L).done(0, "drain", null, List.of(1L, 3L));
    Judged.of("total-queue", script.history()).assertValid();
  }

  @Test
  void duplicatesAreCountedNotPunished() {
    Script script = enqueued(1).done(0, "drain", null, List.of(1L, 1L));
    Judged judged = Judged.of("total-queue", script.history());
    judged.assertValid();
    assertEquals(1L, judged.measured().get("duplicated-count"));
  }

  @Test
  void lostMessages() {
    Script script = enqueued(1, 2, 3).done(0, "drain", null, List.of(2L));
    Judged judged = Judged.of("total-queue", script.history());
    judged.assertInvalid("lost");
    assertEquals(2L, judged.measured().get("lost-count"));
  }

  @Test
  void aCrashedDequeueMayHaveTakenOne() {
    Script one =
        enqueued(1, 2)
            .invoke(1, "dequeue", null)
            .info(1, "dequeue", null)
            .done(0, "drain", null, List.of(2L));
    Judged.of("total-queue", one.history()).assertValid();
    Script two =
        enqueued(1, 2)
            .invoke(1, "dequeue", null)
            .info(1, "dequeue", null)
            .done(0, "drain", null, List.of());
    Judged.of("total-queue", two.history()).assertInvalid("lost");
  }

  @Test
  void aCrashedDrainMayHaveTakenAnything() {
    Script script =
        enqueued(1, 2)
            .invoke(1, "drain", null)
            .info(1, "drain", null)
            .done(0, "drain", null, List.of());
    Judged.of("total-queue", script.history()).assertUnknown("may have taken them");
  }

  @Test
  void whatWasNeverDrainedIsNotLost() {
    Judged.of("total-queue", enqueued(1, 2).history()).assertUnknown("end with a drain");
  }

  @Test
  void messagesFromNowhere() {
    Script script =
        enqueued(1)
            .invoke(0, "enqueue", 5L)
            .fail(0, "enqueue", 5L)
            .done(0, "drain", null, List.of(1L, 5L, 9L));
    Judged.of("total-queue", script.history()).assertInvalid("revived", "unexpected");
  }

  @Test
  void uniqueIds() {
    Script script = new Script().done(0, "generate", null, "a").done(0, "generate", null, "b");
    Judged.of("unique-ids", script.history()).assertValid();
    Script twice =
        new Script()
            .done(0, "generate", null, List.of(1L, 2L))
            .done(1, "generate", null, List.of(1L, 2L));
    Judged.of("unique-ids", twice.history()).assertInvalid("duplicated");
  }
}
