package dev.assay.cli;

import dev.assay.nemesis.Schedule.Range;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 300ms..2s}, or one time for both ends; see {@link DurationConverter}. */
final class TimeRangeConverter implements ITypeConverter<Range> {
  private final DurationConverter times = new DurationConverter();

  @Override
  public Range convert(String text) {
    int dots = text.indexOf("..");
    Duration min = times.convert(dots < 0 ? text : text.substring(0, dots));
    Duration max = dots < 0 ? min : times.convert(text.substring(dots + 2));
    if (max.compareTo(min) < 0) {
      throw new TypeConversionException(
          "'" + Text.printable(text) + "' ends before it begins; expected such as 300ms..2s");
    }
    return new Range(min, max);
  }
}
