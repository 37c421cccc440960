package dev.assay.cli;

import dev.assay.checkers.KeyOptions;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The same of a history that was recorded; the order of its versions may be known from elsewhere.
 */
final class VersionFlags extends KeyFlags {
  private static final String EXPECTED =
      "; expected is a map from keys to vectors of values, such as {x [1 3 2]}";

  @Option(
      names = "--version-orders",
      paramLabel = "FILE",
      description =
          "rw-register: the order in which values were written, as an EDN map from keys to vectors"
              + " of values: {x [1 3 2]}. Keys and values may be missing. Values that nobody wrote,"
              + " or that their own transaction overwrote, have no place in it: they are left out"
              + " and told.")
  private @Nullable Path orders;

  KeyOptions options() {
    return new KeyOptions(assumptions(), orders == null ? Map.of() : read(orders));
  }

  private static Map<Object, List<Object>> read(Path file) {
    Object value;
    try {
      value = EdnValues.fromEdn(file.toString(), Files.readString(file));
    } catch (HistoryFormatException e) {
      throw new UsageException("--version-orders: " + Failures.reason(e) + EXPECTED);
    } catch (IOException e) {
      throw new UsageException("--version-orders: " + Failures.reason(e));
    }
    String name = Text.printable(file.toString());
    if (!(value instanceof Map<?, ?> map)) {
      throw new UsageException("--version-orders: " + name + " is no map" + EXPECTED);
    }
    Map<Object, List<Object>> out = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    map.forEach(
        (key, values) -> {
          if (key == null || !(values instanceof List<?> list) || list.contains(null)) {
            throw new UsageException(
                "--version-orders: "
                    + name
                    + ": expected a vector of values, none of them nil, for the key "
                    + Text.printable(String.valueOf(key)));
          }
          out.put(key, List.copyOf(list));
        });
    return out;
  }
}
