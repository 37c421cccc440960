package dev.assay.histories.format;

import dev.assay.histories.TransactionBuilder;
import java.util.Arrays;

/**
 * Reads the transaction of a completion that is spelled as its invocation is but for what was read,
 * {@code [[:r 8 3] [:w 9 1]]} after {@code [[:r 8 nil] [:w 9 1]]}: only that is read, the rest is
 * compared, several times faster. It means what it would mean to a {@link TransactionScanner}.
 */
final class AnswerScanner extends NumberScanner {
  /** More processes and more reads than any history has where it matters. */
  private static final int PROCESSES_MAX = 1 << 12;

  private static final int READS_MAX = 32;

  private final TransactionBuilder builder;

  /** By process: where the value of its last invocation begins, or 0; where it ends; its id. */
  private int[] from = new int[64];

  private int[] to = new int[64];
  private int[] id = new int[64];
  private int[] reads = new int[64];

  /** By process, {@link #READS_MAX} each: where the nils of its reads stand. */
  private int[] nilAt = new int[64 * READS_MAX];

  AnswerScanner(TransactionBuilder builder) {
    this.builder = builder;
  }

  /** Notes what a process invoked, of which nothing may be known. */
  void invoked(int process, TransactionScanner scanned, int begin, int end, int valueId) {
    if (process < 0 || process >= PROCESSES_MAX) {
      return;
    }
    if (process >= from.length) {
      int length = Math.max(process + 1, 2 * from.length);
      from = Arrays.copyOf(from, length);
      to = Arrays.copyOf(to, length);
      id = Arrays.copyOf(id, length);
      reads = Arrays.copyOf(reads, length);
      nilAt = Arrays.copyOf(nilAt, length * READS_MAX);
    }
    boolean isKnown = scanned.nils() > 0 && scanned.nils() <= READS_MAX && scanned.readsNilOnly();
    from[process] = isKnown ? begin : 0;
    if (isKnown) {
      to[process] = end;
      id[process] = valueId;
      reads[process] = scanned.nils();
      scanned.copyNils(nilAt, process * READS_MAX);
    }
  }

  /**
   * Reads the value of a process' completion.
   *
   * @return behind its end, the value's id being {@link #number}; or -1 when it is spelled
   *     otherwise
   */
  int scan(int process, byte[] source, int begin, int end) {
    if (process < 0 || process >= from.length || from[process] == 0) {
      return -1;
    }
    begin(source, begin, end);
    builder.beginAnswers();
    int asked = from[process];
    int firstNil = process * READS_MAX;
    for (int nil = firstNil; nil < firstNil + reads[process]; nil++) {
      if (!isSame(asked, nilAt[nil] - asked) || !answer()) {
        return -1;
      }
      asked = nilAt[nil] + "nil".length();
    }
    if (!isSame(asked, to[process] - asked)) {
      return -1;
    }
    number = builder.endAnswers(id[process]);
    return at;
  }

  /** Passes what stands here as it stands elsewhere. */
  private boolean isSame(int elsewhere, int length) {
    if (at + length > limit) {
      return false;
    }
    byte[] array = bytes;
    int end = at + length;
    int other = elsewhere;
    int here = at;
    for (; here + Long.BYTES <= end; here += Long.BYTES, other += Long.BYTES) {
      if (word(array, here) != word(array, other)) {
        return false;
      }
    }
    for (; here < end; here++, other++) {
      if (array[here] != array[other]) {
        return false;
      }
    }
    at = end;
    return true;
  }

  private boolean answer() {
    if (at + 3 > limit) {
      return false;
    }
    if (bytes[at] == 'n') {
      builder.answerNil();
      at += 3;
      return bytes[at - 2] == 'i' && bytes[at - 1] == 'l';
    }
    if (!integer()) {
      return false;
    }
    builder.answer(number);
    return true;
  }
}
