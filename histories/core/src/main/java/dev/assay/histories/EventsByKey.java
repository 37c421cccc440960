package dev.assay.histories;

import java.util.Arrays;

/** The client events of each key, in order: one pass, one int an event. */
final class EventsByKey {
  /** Key ids in the order of their first event; {@link History#NONE} stands for no key. */
  final int[] keyIds;

  private final int[] starts;
  private final int[] events;
  private final int[] rank;

  EventsByKey(History history) {
    int[] rankOf = new int[history.values().size() + 1];
    Arrays.fill(rankOf, -1);
    int[] ids = new int[16];
    int[] counts = new int[17];
    int n = 0;
    for (int e = 0; e < history.size(); e++) {
      if (history.process(e) == History.NEMESIS) {
        continue;
      }
      int key = history.keyId(e) + 1;
      if (rankOf[key] < 0) {
        if (n == ids.length) {
          ids = Arrays.copyOf(ids, n * 2);
          counts = Arrays.copyOf(counts, n * 2 + 1);
        }
        ids[n] = key - 1;
        rankOf[key] = n++;
      }
      counts[rankOf[key] + 1]++;
    }
    for (int k = 1; k <= n; k++) {
      counts[k] += counts[k - 1];
    }
    keyIds = Arrays.copyOf(ids, n);
    rank = rankOf;
    starts = Arrays.copyOf(counts, n + 1);
    events = new int[starts[n]];
    int[] next = starts.clone();
    for (int e = 0; e < history.size(); e++) {
      if (history.process(e) != History.NEMESIS) {
        events[next[rank[history.keyId(e) + 1]]++] = e;
      }
    }
  }

  int[] eventsOf(int keyId) {
    int at = keyId + 1;
    if (at < 0 || at >= rank.length || rank[at] < 0) {
      return new int[0];
    }
    return Arrays.copyOfRange(events, starts[rank[at]], starts[rank[at] + 1]);
  }
}
