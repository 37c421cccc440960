package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Staleness;
import dev.assay.checkers.text.StalenessText;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Staleness on hand-made histories, and against its definition on random ones. */
class RegisterStalenessTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 6_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  private final History.Builder builder = History.builder();
  private History history = History.builder().build();
  private long nanos;
  private int staleHistories;

  private static Staleness measure(History history, RegisterModel model) {
    return measure(history, model, Budget.of(Duration.ofMinutes(1)));
  }

  private static Staleness measure(History history, RegisterModel model, Budget budget) {
    Limit limit = new Limit(budget, new Limit.Stop());
    return RegisterStaleness.of(history, model, limit);
  }

  private Staleness measure() {
    history = builder.build();
    return measure(history, RegisterModel.casRegister(CheckOptions.DEFAULT));
  }

  private void event(EventType type, int process, String f, @Nullable Object value) {
    nanos += 1_000_000_000L;
    builder.add(type, process, f, null, value, nanos, builder.size(), Map.of());
  }

  private void write(int process, int value) {
    event(EventType.INVOKE, process, "write", value);
    event(EventType.OK, process, "write", value);
  }

  private void read(int process, @Nullable Object value) {
    event(EventType.INVOKE, process, "read", null);
    event(EventType.OK, process, "read", value);
  }

  @Test
  void nothingIsMeasuredForWhichThereIsNoMemory() {
    write(0, 1);
    write(0, 2);
    read(1, 1);
    assertEquals(1, measure().stale());
    Budget scarce = new Budget(Budget.of(Duration.ofMinutes(1)).deadlineNanos(), 200);
    Staleness none = measure(history, RegisterModel.casRegister(CheckOptions.DEFAULT), scarce);
    assertEquals(new Staleness(0, 0, 0, 0, null), none);
  }

  @Test
  void aReadBehindTwoWritesIsTwoVersionsOld() {
    write(0, 1);
    write(0, 2);
    write(0, 3);
    read(1, 1);
    Staleness staleness = measure();
    assertEquals(1, staleness.stale());
    Staleness.StaleRead oldest = oldest(staleness);
    assertEquals(2, oldest.versions());
    assertEquals(3_000_000_000L, oldest.ageNanos());
    assertEquals(0, staleness.backwards());
    assertEquals(
        "1 of 1 reads was certainly stale. The stalest, read → 1 by process 1, began at 7.000 s,"
            + " 3.000 s after write 2 by process 0 had replaced the value; 2 newer values were"
            + " there by then. No process certainly saw something older than it had read or"
            + " written before.",
        StalenessText.render(history, staleness));
  }

  private static Staleness.StaleRead oldest(Staleness staleness) {
    return Objects.requireNonNull(staleness.oldest());
  }

  @Test
  void anOpenWriteThatSomebodySawHasReplacedTheValue() {
    write(0, 1);
    event(EventType.INVOKE, 2, "write", 2);
    read(1, 2);
    read(1, 1);
    Staleness staleness = measure();
    assertEquals(1, staleness.stale());
    assertEquals(1, staleness.backwards());
    assertTrue(StalenessText.render(history, staleness).contains("had shown that write 2"));
  }

  @Test
  void aProcessThatMissesItsOwnWrite() {
    write(0, 1);
    write(1, 2);
    read(1, 1);
    assertEquals(1, measure().ownWritesMissed());
  }

  /** Whether the second write came first nobody knows. */
  @Test
  void concurrentWritesReplaceNothingForCertain() {
    event(EventType.INVOKE, 0, "write", 1);
    event(EventType.INVOKE, 1, "write", 2);
    event(EventType.OK, 0, "write", 1);
    event(EventType.OK, 1, "write", 2);
    read(2, 1);
    Staleness staleness = measure();
    assertEquals(0, staleness.stale());
    assertNull(staleness.oldest());
  }

  @Test
  void nothingIsStaleInALinearizableHistoryAndAllIsAsDefined() {
    HistoryCase.PROPERTY.check(SEED, 4 * HISTORIES, this::agrees);
    assertTrue(staleHistories > HISTORIES / 50, "only " + staleHistories + " with stale reads");
  }

  private void agrees(HistoryCase one) {
    Staleness staleness = measure(one.history(), one.model());
    List<Integer> stale = Definition.of(one.history(), one.model());
    assertEquals(stale.size(), staleness.stale());
    if (!stale.isEmpty()) {
      staleHistories++;
      assertTrue(stale.contains(oldest(staleness).read()));
    }
    if (staleness.stale() + staleness.backwards() + staleness.ownWritesMissed() > 0) {
      assertFalse(BruteForce.isLinearizable(one.history(), one.model()));
    }
  }

  /** What stale means, word for word. */
  private record Definition(History history, RegisterModel model, List<Integer> ops) {
    static List<Integer> of(History history, RegisterModel model) {
      Definition definition =
          new Definition(history, model, history.clientInvocations().boxed().toList());
      List<Integer> stale = new ArrayList<>();
      for (int op : definition.ops) {
        if (definition.isStale(op)) {
          stale.add(op);
        }
      }
      return stale;
    }

    private boolean isStale(int read) {
      if (!sees(read)) {
        return false;
      }
      boolean isInitial = Objects.equals(from(read), model.show(model.initial()));
      int since = isInitial ? -1 : -2;
      for (int write : ops) {
        if (produces(write)
            && Objects.equals(to(write), from(read))
            && write < history.pair(read)) {
          since = Math.max(since, known(write));
        }
      }
      if (since == -2) {
        return false;
      }
      int there = since;
      return ops.stream().anyMatch(w -> produces(w) && w > there && known(w) < read);
    }

    /** The first return of the write or of an operation that can only have seen its value. */
    private int known(int write) {
      int first = isPending(write) ? Integer.MAX_VALUE : history.pair(write);
      boolean isSole =
          !Objects.equals(to(write), model.show(model.initial()))
              && ops.stream().filter(w -> produces(w) && Objects.equals(to(w), to(write))).count()
                  == 1;
      for (int read : ops) {
        if (isSole
            && sees(read)
            && Objects.equals(from(read), to(write))
            && write < history.pair(read)) {
          first = Math.min(first, history.pair(read));
        }
      }
      return first;
    }

    private boolean isPending(int op) {
      return history.outcome(op) == EventType.INFO || history.outcome(op) == EventType.INVOKE;
    }

    private boolean sees(int op) {
      if (history.outcome(op) != EventType.OK) {
        return false;
      }
      return switch (history.f(op)) {
        case "read" -> history.value(history.pair(op)) != null || model.isNilAValue();
        case "cas" -> true;
        default -> false;
      };
    }

    private boolean produces(int op) {
      return !history.f(op).equals("read") && history.outcome(op) != EventType.FAIL;
    }

    private @Nullable Object from(int op) {
      return history.f(op).equals("read") ? history.value(history.pair(op)) : pair(op).get(0);
    }

    private @Nullable Object to(int op) {
      return history.f(op).equals("cas") ? pair(op).get(1) : history.value(op);
    }

    private List<?> pair(int cas) {
      return (List<?>) Objects.requireNonNull(history.value(cas));
    }
  }
}
