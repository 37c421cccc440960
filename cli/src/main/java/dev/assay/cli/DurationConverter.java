package dev.assay.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 30s}, {@code 500ms}, {@code 2m}, {@code 1h}, {@code 1m30s}; a bare number is
 * seconds.
 */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");

  @Override
  public Duration convert(String text) {
    Matcher m = FORM.matcher(text.matches("\\d{1,9}") ? text + "s" : text);
    if (text.isEmpty() || !m.matches()) {
      throw new TypeConversionException(
          "'" + Text.printable(text) + "' is no time such as 30s, 500ms, 2m or 1m30s");
    }
    Duration time =
        Duration.ofHours(number(m.group(1)))
            .plusMinutes(number(m.group(2)))
            .plusSeconds(number(m.group(3)))
            .plusMillis(number(m.group(4)));
    if (time.isZero()) {
      throw new TypeConversionException("a time must be longer than 0");
    }
    return time;
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
