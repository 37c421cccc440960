package dev.assay.reports;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** One column of numbers for the report's script. */
final class Column {
  private final String name;
  private final Coding coding;
  private final long[] values;

  /** A column of the numbers as the script will see them; the array is not copied. */
  Column(String name, Coding coding, long[] values) {
    this.name = name;
    this.coding = coding;
    this.values = values;
  }

  String name() {
    return name;
  }

  Coding coding() {
    return coding;
  }

  /** How many numbers there are. */
  int size() {
    return values.length;
  }

  List<Long> values() {
    return Arrays.stream(values).boxed().toList();
  }

  /** How numbers become small before they are written as variable-length integers. */
  enum Coding {
    /** Each by itself. */
    PLAIN,
    /** The difference to the one before. */
    DELTA
  }

  /** Zigzag integers of seven bits a byte, the lowest first; the high bit says that more follow. */
  void writeTo(ByteArrayOutputStream out) {
    long previous = 0;
    for (long value : values) {
      writeVarint(coding == Coding.DELTA ? value - previous : value, out);
      previous = value;
    }
  }

  private static void writeVarint(long value, ByteArrayOutputStream out) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
