package dev.assay.histories.format;

import java.io.IOException;

/** Integers in text formats. */
final class Integers {
  private Integers() {}

  /** Reads an optional minus and up to 18 digits. */
  static long read(ByteInput in, String what) throws IOException, HistoryFormatException {
    in.mark();
    boolean negative = in.peek() == '-';
    if (negative) {
      in.next();
    }
    long sum = 0;
    int digits = 0;
    while (in.peek() >= '0' && in.peek() <= '9' && digits <= 18) {
      sum = sum * 10 + (in.next() - '0');
      digits++;
    }
    if (digits == 0) {
      in.dropToken();
      throw in.expected(what);
    }
    if (digits > 18) {
      throw in.tokenError(what + " of at most 18 digits");
    }
    in.dropToken();
    return negative ? -sum : sum;
  }

  /** Reads a number that can be a process: an int, not negative. */
  static int readProcess(ByteInput in, String what) throws IOException, HistoryFormatException {
    in.mark();
    if (in.peek() < '0' || in.peek() > '9') {
      in.dropToken();
      throw in.expected(what);
    }
    long sum = 0;
    while (in.peek() >= '0' && in.peek() <= '9' && sum <= Integer.MAX_VALUE) {
      sum = sum * 10 + (in.next() - '0');
    }
    if (sum > Integer.MAX_VALUE) {
      throw in.tokenError(what + ", below 2^31");
    }
    in.dropToken();
    return (int) sum;
  }

  /** Passes spaces and tabs. */
  static void passBlanks(ByteInput in) throws IOException, HistoryFormatException {
    while (in.peek() == ' ' || in.peek() == '\t') {
      in.next();
    }
  }
}
