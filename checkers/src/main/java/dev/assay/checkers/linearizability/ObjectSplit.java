package dev.assay.checkers.linearizability;

import dev.assay.histories.History;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of client operations, object by object.
 *
 * <p>Linearizability is local (Herlihy and Wing 1990, §3.3): a history is linearizable when the
 * part on each object is. O(events).
 */
final class ObjectSplit {
  private static final int NOT_CLIENTS = -2;

  /** The events object by object; null when all events are on one object. */
  private final int @Nullable [] events;

  /** Where each event is among them. */
  private final int @Nullable [] place;

  private final int[] from;
  private final int[] keyIds;

  private ObjectSplit(int @Nullable [] events, int @Nullable [] place, int[] from, int[] keyIds) {
    this.events = events;
    this.place = place;
    this.from = from;
    this.keyIds = keyIds;
  }

  /** Splits by key; operations without a key are on one object of their own. */
  static ObjectSplit of(History history) {
    if (isOneObject(history)) {
      int[] all = {0, history.size()};
      return new ObjectSplit(null, null, all, new int[] {keyOf(history, 0)});
    }
    int[] objectOfKey = new int[history.values().size() + 1];
    Arrays.fill(objectOfKey, -1);
    int[] keyIds = new int[8];
    int[] counts = new int[8];
    int objects = 0;
    int[] place = new int[history.size()];
    for (int e = 0; e < place.length; e++) {
      int key = keyOf(history, e);
      if (key == NOT_CLIENTS) {
        place[e] = NOT_CLIENTS;
        continue;
      }
      if (objectOfKey[key + 1] < 0) {
        if (objects == keyIds.length) {
          keyIds = Arrays.copyOf(keyIds, objects * 2);
          counts = Arrays.copyOf(counts, objects * 2);
        }
        keyIds[objects] = key;
        objectOfKey[key + 1] = objects++;
      }
      place[e] = objectOfKey[key + 1];
      counts[place[e]]++;
    }
    int[] from = new int[objects + 1];
    for (int i = 0; i < objects; i++) {
      from[i + 1] = from[i] + counts[i];
    }
    int[] next = Arrays.copyOf(from, objects);
    int[] events = new int[from[objects]];
    for (int e = 0; e < place.length; e++) {
      if (place[e] >= 0) {
        int at = next[place[e]]++;
        events[at] = e;
        place[e] = at;
      }
    }
    return new ObjectSplit(events, place, from, Arrays.copyOf(keyIds, objects));
  }

  private static boolean isOneObject(History history) {
    int key = history.size() == 0 ? NOT_CLIENTS : keyOf(history, 0);
    for (int e = 1; e < history.size() && key != NOT_CLIENTS; e++) {
      key = keyOf(history, e) == key ? key : NOT_CLIENTS;
    }
    return key != NOT_CLIENTS;
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
    return events == null ? position : events[from[object] + position];
  }

  /** The position of an event among those of its object. */
  int position(int object, int event) {
    return place == null ? event : place[event] - from[object];
  }

  /**
   * The key of an event of a client's operation, which is that of its invocation: a completion may
   * not repeat it. Else {@link #NOT_CLIENTS}.
   */
  private static int keyOf(History history, int event) {
    if (history.isClientInvocation(event)) {
      return history.keyId(event);
    }
    int invocation = history.pair(event);
    return invocation != History.NONE && history.isClient(event)
        ? history.keyId(invocation)
        : NOT_CLIENTS;
  }
}
