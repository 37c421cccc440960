package dev.assay.cli;

import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.histories.format.EdnValues;
import dev.assay.histories.format.HistoryFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be assumed of the versions of each key of rw-register; the names are Elle's. */
final class KeyFlags {
  @Option(
      names = "--wfr-keys",
      description =
          "rw-register: who read a version and then wrote the key overwrote that version. So it is"
              + " at read committed and above, without being said.")
  private boolean writesFollowReads;

  @Option(
      names = "--sequential-keys",
      description = "rw-register: a process never goes back to an earlier version of a key.")
  private boolean sequential;

  @Option(
      names = "--linearizable-keys",
      description =
          "rw-register: what begins later never goes back to an earlier version of a key. Verdicts"
              + " hold under these premises; where one cannot be, it is left out and told.")
  private boolean linearizable;

  @Option(
      names = "--version-orders",
      paramLabel = "FILE",
      description =
          "rw-register: the order in which values were written, as an EDN map from keys to vectors"
              + " of values: {x [1 3 2]}. Keys and values may be missing.")
  private @Nullable Path orders;

  KeyOptions options() {
    Set<KeyAssumption> all = EnumSet.noneOf(KeyAssumption.class);
    if (writesFollowReads) {
      all.add(KeyAssumption.WRITES_FOLLOW_READS);
    }
    if (sequential) {
      all.add(KeyAssumption.SEQUENTIAL);
    }
    if (linearizable) {
      all.add(KeyAssumption.LINEARIZABLE);
    }
    return new KeyOptions(all, orders == null ? Map.of() : read(orders));
  }

  private static Map<Object, List<Object>> read(Path file) {
    Object value;
    try {
      value = EdnValues.fromEdn(Files.readString(file));
    } catch (IOException | HistoryFormatException e) {
      throw new UsageException("--version-orders: " + Failures.reason(e));
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new UsageException(
          "--version-orders: expected a map from keys to vectors of values in "
              + Text.printable(file.toString()));
    }
    Map<Object, List<Object>> out = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    map.forEach(
        (key, values) -> {
          if (key == null || !(values instanceof List<?> list) || list.contains(null)) {
            throw new UsageException(
                "--version-orders: expected a vector of values, none of them nil, for the key "
                    + Text.printable(String.valueOf(key)));
          }
          out.put(key, List.copyOf(list));
        });
    return out;
  }
}
