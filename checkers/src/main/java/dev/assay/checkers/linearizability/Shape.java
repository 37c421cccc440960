package dev.assay.checkers.linearizability;

/**
 * How a configuration lies in an array of longs, and when one makes another superfluous.
 *
 * <p>A configuration is all that the future depends on just before a return: the state; of the open
 * operations those that are <em>free</em> to return, because they took effect or could have without
 * anybody noticing; of these the ones that are <em>spent</em>, which cannot take effect again; and
 * how many pending operations of each class were used. Its size does not grow with the history.
 *
 * <p>Layout: one word with the state (low half) and a tag; the free mask; the spent mask; the used
 * counts, packed with a guard bit above each so that vectors compare in a few instructions.
 */
final class Shape {
  final int maskWords;
  final int usedWords;
  final int stride;
  private final int[] fieldWord;
  private final int[] fieldShift;
  private final long[] fieldMask;
  private final long[] guards;

  Shape(Timeline timeline) {
    maskWords = Math.max(1, (timeline.slots + 63) >>> 6);
    int classes = timeline.pendingCount.length;
    fieldWord = new int[classes];
    fieldShift = new int[classes];
    fieldMask = new long[classes];
    int word = 0;
    int shift = 0;
    long[] guardWords = new long[classes + 1];
    for (int p = 0; p < classes; p++) {
      int bits = 32 - Integer.numberOfLeadingZeros(timeline.pendingCount[p]);
      if (shift + bits + 1 > 64) {
        word++;
        shift = 0;
      }
      fieldWord[p] = word;
      fieldShift[p] = shift;
      fieldMask[p] = (1L << bits) - 1;
      guardWords[word] |= 1L << (shift + bits);
      shift += bits + 1;
    }
    usedWords = classes == 0 ? 0 : word + 1;
    guards = guardWords;
    stride = 1 + 2 * maskWords + usedWords;
  }

  int state(long[] a, int at) {
    return (int) a[at];
  }

  int tag(long[] a, int at) {
    return (int) (a[at] >>> 32);
  }

  void setHead(long[] a, int at, int state, int tag) {
    a[at] = ((long) tag << 32) | state;
  }

  int free(int at) {
    return at + 1;
  }

  int spent(int at) {
    return at + 1 + maskWords;
  }

  boolean isFree(long[] a, int at, int slot) {
    return (a[at + 1 + (slot >>> 6)] >>> slot & 1) != 0;
  }

  boolean isSpent(long[] a, int at, int slot) {
    return (a[at + 1 + maskWords + (slot >>> 6)] >>> slot & 1) != 0;
  }

  void spend(long[] a, int at, int slot) {
    a[at + 1 + (slot >>> 6)] |= 1L << slot;
    a[at + 1 + maskWords + (slot >>> 6)] |= 1L << slot;
  }

  void clear(long[] a, int at, int slot) {
    a[at + 1 + (slot >>> 6)] &= ~(1L << slot);
    a[at + 1 + maskWords + (slot >>> 6)] &= ~(1L << slot);
  }

  int used(long[] a, int at, int pendingClass) {
    long word = a[at + 1 + 2 * maskWords + fieldWord[pendingClass]];
    return (int) (word >>> fieldShift[pendingClass] & fieldMask[pendingClass]);
  }

  void use(long[] a, int at, int pendingClass) {
    a[at + 1 + 2 * maskWords + fieldWord[pendingClass]] += 1L << fieldShift[pendingClass];
  }

  /** Whether everything that can follow {@code b} can follow {@code a}; same head assumed. */
  boolean dominates(long[] a, int at, long[] b, int bt) {
    int spentAt = 1 + maskWords;
    for (int w = 0; w < maskWords; w++) {
      if ((b[bt + 1 + w] & ~a[at + 1 + w]) != 0
          || (a[at + spentAt + w] & ~b[bt + spentAt + w]) != 0) {
        return false;
      }
    }
    int usedAt = spentAt + maskWords;
    for (int w = 0; w < usedWords; w++) {
      long guard = guards[w];
      if ((((b[bt + usedAt + w] | guard) - a[at + usedAt + w]) & guard) != guard) {
        return false;
      }
    }
    return true;
  }
}
