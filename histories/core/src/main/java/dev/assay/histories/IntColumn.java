package dev.assay.histories;

/** A column of ints in the fewest bytes each that hold them all. */
sealed interface IntColumn {
  int get(int row);

  /**
   * The first {@code size} of {@code rows}, narrowed, or in the same array, which must not change
   * any more; a column of one value takes no room.
   */
  static IntColumn of(int[] rows, int size) {
    int min = size == 0 ? 0 : Integer.MAX_VALUE;
    int max = size == 0 ? 0 : Integer.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      min = Math.min(min, rows[i]);
      max = Math.max(max, rows[i]);
    }
    if (min == max) {
      return new Constant(min);
    }
    if (min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
      byte[] narrow = new byte[size];
      for (int i = 0; i < size; i++) {
        narrow[i] = (byte) rows[i];
      }
      return new Bytes(narrow);
    }
    if (min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) {
      short[] narrow = new short[size];
      for (int i = 0; i < size; i++) {
        narrow[i] = (short) rows[i];
      }
      return new Shorts(narrow);
    }
    return new Ints(Growth.trimmed(rows, size));
  }

  /** Every row is the same. */
  record Constant(int value) implements IntColumn {
    @Override
    public int get(int row) {
      return value;
    }
  }

  /** One byte a row. */
  final class Bytes implements IntColumn {
    private final byte[] rows;

    Bytes(byte[] rows) {
      this.rows = rows;
    }

    @Override
    public int get(int row) {
      return rows[row];
    }
  }

  /** Two bytes a row. */
  final class Shorts implements IntColumn {
    private final short[] rows;

    Shorts(short[] rows) {
      this.rows = rows;
    }

    @Override
    public int get(int row) {
      return rows[row];
    }
  }

  /** Four bytes a row. */
  final class Ints implements IntColumn {
    private final int[] rows;

    Ints(int[] rows) {
      this.rows = rows;
    }

    @Override
    public int get(int row) {
      return rows[row];
    }
  }
}
