package dev.assay.histories;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of a stretch of a source that is read by itself, perhaps by a thread of its own, before
 * they join those of the whole history: {@link History.Builder#join}.
 *
 * <p>Ids are the batch's own until then. Not safe for use by two threads at a time.
 */
public final class ValueBatch {
  private static final int UNKNOWN = -1;

  /** For how many values memory is asked at a time. */
  private static final int TOUCHED = 64;

  private final Values values = new Values(true);
  private Values all = values;
  private int[] idOf = new int[0];

  /** By first micro-operation of a transaction that is seen as invoked: its id among others. */
  private int[] invokedAt = new int[0];

  private int[] answers = new int[16];

  /** Up to which micro-operation memory was asked for its keys. */
  private int touchedMops;

  /** The id of a value in this batch. */
  public int intern(@Nullable Object value) {
    return values.intern(value);
  }

  /** The same of a {@link Long}, without a box where it is small. */
  public int intern(long value) {
    return values.intern(value);
  }

  /** Takes a transaction piece by piece; its end gives an id of this batch. */
  public TransactionBuilder transaction() {
    return new TransactionBuilder(values);
  }

  /** The id that a value has in the history since the batch joined it. */
  public int joined(int id) {
    return id < Values.DIRECT ? idOf[id] : all.internDirect(id);
  }

  /** Forgets all values, to be used again. O(values). */
  public void clear() {
    values.clear();
  }

  /**
   * Gives every value its id among others, which get those that are new in their order: but small
   * integers when their transactions join, or {@link #joined} is asked for them.
   */
  void join(Values others) {
    all = others;
    int size = values.size();
    if (idOf.length < size) {
      idOf = new int[size + (size >> 2)];
    }
    Arrays.fill(idOf, 0, size, UNKNOWN);
    int places = values.mops().size();
    if (invokedAt.length < places) {
      invokedAt = new int[places + (places >> 2)];
    }
    Arrays.fill(invokedAt, 0, places, UNKNOWN);
    byte[] codes = all.mops().codes(values.mops());
    touchedMops = 0;
    int late = 0;
    for (int id = 0; id < size; id++) {
      if (id % TOUCHED == 0) {
        touch(id, Math.min(size, id + TOUCHED));
      }
      idOf[id] = join(id, codes);
      late += idOf[id] == UNKNOWN ? 1 : 0;
    }
    // A transaction that was a plain value at first may have parts that came later.
    for (int id = 0; late > 0 && id < size; id++) {
      if (idOf[id] == UNKNOWN) {
        idOf[id] = join(id, codes);
        late--;
      }
    }
  }

  /** Asks memory for all that is needed to join some values. */
  private void touch(int first, int end) {
    all.touch(values, first, end);
    int mop = touchedMops;
    for (int id = first; id < end; id++) {
      touchedMops = Math.max(touchedMops, values.end(id) & MopTable.PLACE);
    }
    all.touchKeys(values.mops(), mop, touchedMops);
  }

  private int join(int id, byte[] codes) {
    if (values.isTransaction(id)) {
      return joinTransaction(id, codes);
    }
    Object value = values.get(id);
    return value instanceof Long number
        ? all.intern(number.longValue())
        : all.internPlain(value, values.hashOf(id));
  }

  private int joinTransaction(int id, byte[] codes) {
    int from = values.start(id);
    int to = values.end(id);
    boolean isAsked = from >= MopTable.ASKED;
    if (!isAsked && invokedAt[from] != UNKNOWN) {
      return joinAnswered(id, invokedAt[from]);
    }
    MopTable mops = all.mops();
    int start = mops.size();
    return switch (mops.addAll(values.mops(), from, to, idOf, codes)) {
      case TAKEN -> {
        int joined = all.internMops(start, values.hashOf(id));
        if (isAsked) {
          invokedAt[from - MopTable.ASKED] = joined;
        }
        yield joined;
      }
      case TOO_EARLY -> UNKNOWN;
      case TOO_MANY_NAMES ->
          all.internPlain(new Transaction(values.mops(), from, to).plain(), values.hashOf(id));
    };
  }

  private int joinAnswered(int id, int invoked) {
    int from = values.start(id);
    int to = values.end(id);
    if (answers.length < to - from) {
      answers = new int[to - from];
    }
    return all.mops().answers(values.mops(), from, to, idOf, answers)
        ? all.internAnswered(invoked, answers, values.hashOf(id))
        : UNKNOWN;
  }
}
