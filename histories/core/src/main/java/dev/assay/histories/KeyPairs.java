package dev.assay.histories;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events whose value is {@code [key value]}, kept in the columns of keys and values, as long as
 * nobody knows whether that is a key of its own and a value.
 */
final class KeyPairs {
  private final BitSet events = new BitSet();

  void add(int event) {
    events.set(event);
  }

  /** The first of each pair is the key of its event, and of its completion if that is no pair. */
  void split(int size, byte[] type, int[] pair, int[] key) {
    for (int event = 0; event < size; event++) {
      if (events.get(event)) {
        key[event] = key[event] == Values.NIL ? History.NONE : key[event];
      } else if (key[event] == History.NONE && type[event] != 0 && pair[event] != History.NONE) {
        key[event] = events.get(pair[event]) ? key[pair[event]] : History.NONE;
      }
    }
    events.clear();
  }

  /** Each pair is a value, and its event has no key. */
  void join(Values values, int[] key, int[] value) {
    for (int event = events.nextSetBit(0); event >= 0; event = events.nextSetBit(event + 1)) {
      value[event] = values.intern(list(values.get(key[event]), values.get(value[event])));
      key[event] = History.NONE;
    }
  }

  private static List<@Nullable Object> list(@Nullable Object first, @Nullable Object second) {
    List<@Nullable Object> both = new ArrayList<>(2);
    both.add(first);
    both.add(second);
    return Collections.unmodifiableList(both);
  }
}
