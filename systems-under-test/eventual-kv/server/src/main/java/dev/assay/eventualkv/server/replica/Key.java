package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.Conflicts;
import dev.assay.eventualkv.server.state.LwwRegister;
import dev.assay.eventualkv.server.state.OrSet;
import dev.assay.eventualkv.server.state.PnCounter;
import dev.assay.eventualkv.server.state.Siblings;
import dev.assay.eventualkv.server.state.State;

/**
 * A key: what kind it is, and its name among those of the kind.
 *
 * @param text {@code kv/x}, {@code counter/x} or {@code set/x}
 */
public record Key(String text) implements Comparable<Key> {
  private static final String REGISTER = "kv/";
  private static final String COUNTER = "counter/";
  private static final String SET = "set/";

  public Key {
    if (!text.startsWith(REGISTER) && !text.startsWith(COUNTER) && !text.startsWith(SET)) {
      throw new IllegalArgumentException("no key: " + text);
    }
  }

  public static Key register(String name) {
    return new Key(REGISTER + name);
  }

  public static Key counter(String name) {
    return new Key(COUNTER + name);
  }

  public static Key set(String name) {
    return new Key(SET + name);
  }

  /** What such a key is before the first update. */
  State initial(Conflicts conflicts) {
    if (text.startsWith(COUNTER)) {
      return PnCounter.EMPTY;
    }
    if (text.startsWith(SET)) {
      return OrSet.EMPTY;
    }
    return conflicts == Conflicts.SIBLINGS ? Siblings.EMPTY : LwwRegister.EMPTY;
  }

  /** Spreads keys: FNV-1a with its high bits mixed in. */
  long hash() {
    return Ring.hash(text);
  }

  @Override
  public int compareTo(Key other) {
    return text.compareTo(other.text);
  }
}
