package dev.assay.histories.format;

import dev.assay.histories.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the values of a Jepsen history are {@code [key value]}: the pair prints like the
 * {@code [old new]} of a cas, and like any vector of two.
 *
 * <p>Keyed is a history whose client operations all have pairs for values (those of cas {@code [key
 * [old new]]}) and whose reads were invoked with {@code [key nil]}. A read that was invoked with
 * anything but a pair, a write of anything else, a cas without an inner pair speak against it. A
 * history of reads, writes and cas with evidence for both, or with pairs and nothing to decide by,
 * is refused; any other history is keyed only when all is for it.
 */
final class KeyEvidence {
  private final String source;
  private final ReadOptions.Keyed mode;
  private boolean registers = true;
  private @Nullable Place keyed;
  private @Nullable Place plain;
  private @Nullable Place somePair;

  private record Place(long line, long column, String what) {
    @Override
    public String toString() {
      return what + " at " + line + ":" + column;
    }
  }

  KeyEvidence(String source, ReadOptions.Keyed mode, boolean keysInValues) {
    this.source = source;
    this.mode = mode == ReadOptions.Keyed.AUTO && !keysInValues ? ReadOptions.Keyed.NO : mode;
  }

  /** Whether keys may stand in values. */
  boolean isOpen() {
    return mode != ReadOptions.Keyed.NO;
  }

  /** Whether nothing that will be seen can change anything. */
  boolean isSettled() {
    return mode == ReadOptions.Keyed.NO
        || (mode == ReadOptions.Keyed.AUTO && !registers && plain != null);
  }

  void see(long line, long column, EventType type, String f, @Nullable Object value)
      throws HistoryFormatException {
    if (mode == ReadOptions.Keyed.NO) {
      return;
    }
    List<?> pair = pairOf(value);
    boolean hasNil = pair != null && pair.get(1) == null;
    see(line, column, type, f, pair != null, hasNil, pair != null && pairOf(pair.get(1)) != null);
  }

  /** The same of a value that is a pair whose second part is none. */
  void seePair(long line, long column, EventType type, String f, boolean hasNil)
      throws HistoryFormatException {
    if (mode != ReadOptions.Keyed.NO) {
      see(line, column, type, f, true, hasNil, false);
    }
  }

  private void see(
      long line,
      long column,
      EventType type,
      String f,
      boolean isPair,
      boolean hasNil,
      boolean hasPair)
      throws HistoryFormatException {
    boolean mayDiffer = type == EventType.FAIL || type == EventType.INFO;
    if (mode == ReadOptions.Keyed.YES) {
      if (!isPair && !mayDiffer) {
        throw new HistoryFormatException(
            source,
            line,
            column,
            "expected a [key value] pair as the value of "
                + Quoting.quote(f)
                + ", as --keyed yes says, found something else");
      }
      return;
    }
    switch (f) {
      case "read" -> seeRead(line, column, type, isPair, hasNil);
      case "cas" -> {
        if (hasPair) {
          keyed = keyed != null ? keyed : new Place(line, column, "a cas of [key [old new]]");
        } else if (!mayDiffer) {
          plain(line, column, "a cas without [key [old new]]");
        }
      }
      default -> {
        registers &= f.equals("write");
        if (isPair) {
          anyPair(line, column);
        } else if (!mayDiffer) {
          plain(line, column, "a value that is no pair");
        }
      }
    }
  }

  private void seeRead(long line, long column, EventType type, boolean isPair, boolean hasNil) {
    if (isPair) {
      if (type == EventType.INVOKE && hasNil) {
        keyed = keyed != null ? keyed : new Place(line, column, "a read of [key nil]");
      } else {
        anyPair(line, column);
      }
    } else if (type == EventType.INVOKE || type == EventType.OK) {
      plain(line, column, "a read without a pair");
    }
  }

  private void anyPair(long line, long column) {
    somePair = somePair != null ? somePair : new Place(line, column, "a pair");
  }

  private void plain(long line, long column, String what) {
    plain = plain != null ? plain : new Place(line, column, what);
  }

  /** Whether to split the values. */
  boolean decide() throws HistoryFormatException {
    if (mode != ReadOptions.Keyed.AUTO) {
      return mode == ReadOptions.Keyed.YES;
    }
    if (!registers) {
      return keyed != null && plain == null;
    }
    if (keyed != null && plain != null) {
      throw ambiguous(
          keyed, "[key value] pairs (" + keyed + ") or none (" + plain + "), found both");
    }
    if (keyed == null && plain == null && somePair != null) {
      throw ambiguous(
          somePair,
          "something that tells whether "
              + somePair
              + " is a [key value] or a plain value, found nothing");
    }
    return keyed != null;
  }

  private HistoryFormatException ambiguous(Place place, String expected) {
    return new HistoryFormatException(
        source,
        place.line,
        place.column,
        "expected " + expected + "; say which: --keyed yes or --keyed no");
  }

  /** The value when it is a list of two, else {@code null}. */
  static @Nullable List<? extends @Nullable Object> pairOf(@Nullable Object value) {
    return value instanceof List<?> list && list.size() == 2 ? list : null;
  }
}
