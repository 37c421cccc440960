package dev.assay.checkers.linearizability;

import dev.assay.histories.History;
import java.util.Arrays;

/**
 * The events of client operations, object by object.
 *
 * <p>Linearizability is local (Herlihy and Wing 1990, §3.3): a history is linearizable when the
 * part on each object is. O(events).
 */
final class ObjectSplit {
  private final int[] events;
  private final int[] place;
  private final int[] from;
  private final int[] keyIds;

  private ObjectSplit(int[] events, int[] place, int[] from, int[] keyIds) {
    this.events = events;
    this.place = place;
    this.from = from;
    this.keyIds = keyIds;
  }

  /** Splits by key; operations without a key are on one object of their own. */
  static ObjectSplit of(History history) {
    int[] objectOfKey = new int[history.values().size() + 1];
    Arrays.fill(objectOfKey, -1);
    int[] keyIds = new int[8];
    int[] counts = new int[8];
    int objects = 0;
    for (int e = 0; e < history.size(); e++) {
      if (!isClients(history, e)) {
        continue;
      }
      int key = keyOf(history, e);
      if (objectOfKey[key + 1] < 0) {
        if (objects == keyIds.length) {
          keyIds = Arrays.copyOf(keyIds, objects * 2);
          counts = Arrays.copyOf(counts, objects * 2);
        }
        keyIds[objects] = key;
        objectOfKey[key + 1] = objects++;
      }
      counts[objectOfKey[key + 1]]++;
    }
    int[] from = new int[objects + 1];
    for (int i = 0; i < objects; i++) {
      from[i + 1] = from[i] + counts[i];
    }
    int[] next = Arrays.copyOf(from, objects);
    int[] events = new int[from[objects]];
    int[] place = new int[history.size()];
    for (int e = 0; e < history.size(); e++) {
      if (isClients(history, e)) {
        int at = next[objectOfKey[keyOf(history, e) + 1]]++;
        events[at] = e;
        place[e] = at;
      }
    }
    return new ObjectSplit(events, place, from, Arrays.copyOf(keyIds, objects));
  }

  int objects() {
    return keyIds.length;
  }

  /** The key id of the object, or {@link History#NONE}. */
  int keyId(int object) {
    return keyIds[object];
  }

  /** How many events the object has. */
  int positions(int object) {
    return from[object + 1] - from[object];
  }

  /** The event at a position of the object. */
  int event(int object, int position) {
    return events[from[object] + position];
  }

  /** The position of an event among those of its object. */
  int position(int object, int event) {
    return place[event] - from[object];
  }

  private static boolean isClients(History history, int event) {
    return history.process(event) != History.NEMESIS
        && (history.isClientInvocation(event) || history.pair(event) != History.NONE);
  }

  /** The key of the invocation: a completion may not repeat it. */
  private static int keyOf(History history, int event) {
    return history.keyId(history.isClientInvocation(event) ? event : history.pair(event));
  }
}
