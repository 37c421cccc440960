package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What registers hold while transactions are replayed, and when each was last committed. */
final class RegisterState implements ReplayState {
  private final MicroOps microOps;

  /** By the value id of a key: the value id that it holds, 0 for nil. */
  private final int[] value;

  private final int[] committedAt;
  private final int[] own;
  private final int[] ownOf;

  RegisterState(History history) {
    microOps = history.microOps();
    value = new int[history.values().size()];
    committedAt = new int[value.length];
    own = new int[value.length];
    ownOf = new int[value.length];
    Arrays.fill(committedAt, -1);
    Arrays.fill(ownOf, -1);
  }

  @Override
  public @Nullable String read(int event, EventType outcome) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      if (microOps.kind(mop) == MicroOps.WRITE) {
        own[key] = microOps.value(mop);
        ownOf[key] = event;
      } else if (microOps.kind(mop) != MicroOps.READ) {
        return "does something else than to read or write";
      } else if (outcome == EventType.OK
          && microOps.value(mop) != (ownOf[key] == event ? own[key] : value[key])) {
        return "does not read what was written before";
      }
    }
    return null;
  }

  @Override
  public @Nullable String write(int event, int begunAt, int moment) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      int key = microOps.key(mop);
      if (microOps.kind(mop) != MicroOps.WRITE) {
        continue;
      }
      if (committedAt[key] > begunAt && committedAt[key] != moment) {
        return "writes what another wrote after it began";
      }
      value[key] = microOps.value(mop);
      committedAt[key] = moment;
    }
    return null;
  }
}
