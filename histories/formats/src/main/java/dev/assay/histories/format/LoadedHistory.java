package dev.assay.histories.format;

import dev.assay.histories.History;
import java.util.List;

/**
 * A history as it was read.
 *
 * @param format the {@link HistoryFormat#name} that read it
 * @param warnings what was odd but could be read, each with its place in the source
 */
public record LoadedHistory(History history, String format, List<String> warnings) {
  public LoadedHistory {
    warnings = List.copyOf(warnings);
  }
}
