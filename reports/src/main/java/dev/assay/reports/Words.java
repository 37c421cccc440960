package dev.assay.reports;

import java.util.Locale;

/** Numbers and times as people read them. */
final class Words {
  private Words() {}

  /** {@code 1,234,567}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 operation}, {@code 2 operations}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 830 ns}, {@code 4.2 ms}, {@code 31.0 s}, {@code 12 min 5 s}. */
  static String duration(long nanos) {
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000) {
      return short3(nanos / 1e3) + " µs";
    }
    if (nanos < 1_000_000_000) {
      return short3(nanos / 1e6) + " ms";
    }
    if (nanos < 120_000_000_000L) {
      return short3(nanos / 1e9) + " s";
    }
    long seconds = Math.round(nanos / 1e9);
    return seconds < 7200
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** {@code 12.4 %}; {@code none}, {@code all}, {@code < 0.1 %}. */
  static String share(long part, long whole) {
    if (whole <= 0) {
      return "–";
    }
    if (part == 0 || part == whole) {
      return part == 0 ? "none" : "all";
    }
    double percent = 100.0 * part / whole;
    if (percent > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    if (percent > 99.9 && percent < 100) {
      return "> 99.9 %";
    }
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** {@code 1,234/s}, with a decimal below 10. */
  static String rate(long events, long nanos) {
    if (nanos <= 0) {
      return "–";
    }
    double perSecond = (double) events / (nanos / 1e9);
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
  }

  private static String short3(double number) {
    String format = number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, number);
  }
}
