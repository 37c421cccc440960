package dev.assay.histories.format;

import dev.assay.histories.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers that are not plain small integers. */
final class Numbers {
  /** Longer ones take long to convert, and no history needs them. */
  static final int MAX_CHARS = 1024;

  private Numbers() {}

  /** The EDN number in the marked token, which it ends. */
  static Object edn(ByteInput in) throws HistoryFormatException {
    checkLength(in);
    String text = in.token();
    Object value = ednOrNull(text.startsWith("+") ? text.substring(1) : text);
    if (value == null) {
      throw in.tokenError("a number");
    }
    in.dropToken();
    return value;
  }

  /** The JSON number in the marked token, which it ends. */
  static Object json(ByteInput in) throws HistoryFormatException {
    checkLength(in);
    String text = in.token();
    Object value = null;
    if (isInteger(text)) {
      value = integer(new BigInteger(text));
    } else if (isFloat(text) && text.indexOf('.') != text.length() - 1) {
      value = Double.valueOf(text);
    }
    if (value == null) {
      throw in.tokenError("a number");
    }
    in.dropToken();
    return value;
  }

  private static void checkLength(ByteInput in) throws HistoryFormatException {
    if (in.tokenLength() > MAX_CHARS) {
      throw in.tokenError("a number of at most " + MAX_CHARS + " characters");
    }
  }

  /** A decimal as {@link BigDecimal#toString} writes it. */
  static Object decimalOr(String text, Object otherwise) {
    BigDecimal value = text.length() <= MAX_CHARS ? decimal(text) : null;
    return value == null ? otherwise : value;
  }

  /** A fraction {@code n/d}. */
  static Object ratioOr(String text, Object otherwise) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.length() > MAX_CHARS) {
      return otherwise;
    }
    Object value = ratio(text.substring(0, slash), text.substring(slash + 1));
    return value == null ? otherwise : value;
  }

  private static @Nullable Object ednOrNull(String text) {
    int last = text.length() - 1;
    char end = text.charAt(last);
    if (isInteger(text)) {
      return integer(new BigInteger(text));
    }
    if (isHex(text)) {
      return hex(text);
    }
    if (end == 'N') {
      String digits = text.substring(0, last);
      return isInteger(digits) ? integer(new BigInteger(digits)) : null;
    }
    if (end == 'M') {
      String digits = text.substring(0, last);
      return isInteger(digits) || isFloat(digits) ? decimal(digits) : null;
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      return ratio(text.substring(0, slash), text.substring(slash + 1));
    }
    return isFloat(text) ? (Object) Double.valueOf(text) : null;
  }

  private static @Nullable BigDecimal decimal(String digits) {
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      return null; // the exponent is beyond an int's range
    }
  }

  private static boolean isHex(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    if (!text.startsWith("0x", from) && !text.startsWith("0X", from)) {
      return false;
    }
    for (int i = from + 2; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return text.length() > from + 2;
  }

  private static Object hex(String text) {
    boolean negative = text.startsWith("-");
    BigInteger magnitude = new BigInteger(text.substring(negative ? 3 : 2), 16);
    return integer(negative ? magnitude.negate() : magnitude);
  }

  private static @Nullable Object ratio(String numerator, String denominator) {
    if (!isInteger(numerator) || !isInteger(denominator) || denominator.startsWith("-")) {
      return null;
    }
    BigInteger top = new BigInteger(numerator);
    BigInteger bottom = new BigInteger(denominator);
    if (bottom.signum() == 0) {
      return null;
    }
    BigInteger common = top.gcd(bottom);
    top = top.divide(common);
    bottom = bottom.divide(common);
    return bottom.equals(BigInteger.ONE) ? integer(top) : new Ratio(top, bottom);
  }

  private static Object integer(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  /** An optional minus and digits, without a leading zero: Clojure would read those as octal. */
  private static boolean isInteger(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    int digits = digits(text, from);
    return digits == text.length() - from
        && digits > 0
        && (digits == 1 || text.charAt(from) != '0');
  }

  /** An integer, then a fraction or an exponent or both. */
  private static boolean isFloat(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole == 0 || (whole > 1 && text.charAt(at) == '0')) {
      return false;
    }
    at += whole;
    if (at < text.length() && text.charAt(at) == '.') {
      at += 1 + digits(text, at + 1);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      return exponent > 0 && at + exponent == text.length();
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
