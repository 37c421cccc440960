package dev.assay.checkers.isolation.counters;

import dev.assay.checkers.isolation.Transactions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Increments that answered with the new value, {@code [:inc k [amount new]]}, taken apart: into the
 * increment and a read of the same key at once after it in the same transaction. Nobody's effect
 * can come between the two, so that is the same.
 */
final class Answers {
  private final History history;
  private final MicroOps microOps;

  private Answers(History history) {
    this.history = history;
    microOps = history.microOps();
  }

  /** The transactions with increments and reads alone, but for what is malformed. O(history). */
  static Transactions takenApart(History history) {
    Answers answers = new Answers(history);
    for (int event = 0; event < history.size(); event++) {
      if (answers.isIn(event)) {
        return Transactions.of(answers.apart(), answers::place);
      }
    }
    return Transactions.of(history);
  }

  private boolean isIn(int event) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (isAnswer(event, mop)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is an increment with its amount and the new value, if that is told. */
  private boolean isAnswer(int event, int mop) {
    int start = microOps.listStart(mop);
    if (microOps.value(mop) != MicroOps.LIST
        || microOps.listEnd(mop) - start != 2
        || !microOps.name(microOps.kind(mop)).equals("inc")
        || !(element(start) instanceof Long)) {
      return false;
    }
    boolean isUntold = element(start + 1) == null && history.type(event) != EventType.OK;
    return isUntold || element(start + 1) instanceof Long;
  }

  private @Nullable Object element(int at) {
    return history.values().get(microOps.element(at));
  }

  private History apart() {
    History.Builder builder = History.builder();
    for (int event = 0; event < history.size(); event++) {
      builder.add(
          history.type(event),
          history.process(event),
          history.f(event),
          history.key(event),
          isIn(event) ? apart(event) : history.value(event),
          history.timeNanos(event),
          history.index(event),
          history.extra(event));
    }
    if (!history.isRealTime()) {
      builder.ordersProcessesOnly();
    }
    return builder.build();
  }

  private List<Object> apart(int event) {
    List<?> told = history.value(event) instanceof List<?> list ? list : List.of();
    List<Object> mops = new ArrayList<>();
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (!isAnswer(event, mop)) {
        mops.add(told.get(mop - microOps.start(event)));
        continue;
      }
      Object key = history.values().get(microOps.key(mop));
      int start = microOps.listStart(mop);
      mops.add(Arrays.asList(new Keyword("inc"), key, element(start)));
      mops.add(Arrays.asList(new Keyword("r"), key, element(start + 1)));
    }
    return mops;
  }

  /** The place in the event's value of what has this place when answers are taken apart. */
  private int place(int event, int apart) {
    int mop = microOps.start(event);
    for (int left = apart; left > 0; mop++) {
      left -= isAnswer(event, mop) ? 2 : 1;
      if (left < 0) {
        break;
      }
    }
    return mop - microOps.start(event);
  }
}
