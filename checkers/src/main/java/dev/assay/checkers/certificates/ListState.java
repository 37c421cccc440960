package dev.assay.checkers.certificates;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lists hold while transactions are replayed, and when each was last committed to. */
final class ListState implements ReplayState {
  private final MicroOps microOps;

  /** By the value id of a key. */
  private final Map<Integer, Values> lists = new HashMap<>();

  ListState(History history) {
    microOps = history.microOps();
  }

  /** Its own appends are in the lists while it reads, and gone afterwards. */
  @Override
  public @Nullable String read(int event, EventType outcome) {
    String fault = null;
    int mop = microOps.start(event);
    for (; mop < microOps.end(event) && fault == null; mop++) {
      Values list = list(mop);
      if (microOps.kind(mop) == MicroOps.APPEND) {
        list.add(microOps.value(mop));
      } else if (microOps.kind(mop) != MicroOps.READ) {
        fault = "does something else than to read or append";
      } else if (outcome == EventType.OK && !list.isRead(microOps, mop)) {
        fault = "does not read what was appended before";
      }
    }
    while (--mop >= microOps.start(event)) {
      list(mop).size -= microOps.kind(mop) == MicroOps.APPEND ? 1 : 0;
    }
    return fault;
  }

  @Override
  public @Nullable String write(int event, int begunAt, int moment) {
    for (int mop = microOps.start(event); mop < microOps.end(event); mop++) {
      if (microOps.kind(mop) != MicroOps.APPEND) {
        continue;
      }
      Values list = list(mop);
      if (list.committedAt > begunAt && list.committedAt != moment) {
        return "appends to what another appended to after it began";
      }
      list.add(microOps.value(mop));
      list.committedAt = moment;
    }
    return null;
  }

  private Values list(int mop) {
    return lists.computeIfAbsent(microOps.key(mop), key -> new Values());
  }

  /** A list of value ids that grows. */
  private static final class Values {
    private int[] values = new int[4];
    private int size;
    private int committedAt = -1;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    boolean isRead(MicroOps microOps, int read) {
      int start = microOps.listStart(read);
      if (microOps.listEnd(read) - start != size) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        if (microOps.element(start + i) != values[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
