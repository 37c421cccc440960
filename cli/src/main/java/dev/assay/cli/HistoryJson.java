package dev.assay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.HistoryFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code assay history --json} prints: one object with {@code file}, {@code format}, {@code
 * events}, {@code operations}, {@code processes}, {@code keys}, {@code begin-ns} and {@code end-ns}
 * (where there are times), {@code real-time}, {@code by-f} (a function's {@code invoke}, {@code
 * ok}, {@code fail}, {@code info}, {@code open}), {@code nemesis}, {@code parse-ms}, {@code
 * warnings} and {@code head} (events as in history.jsonl).
 */
final class HistoryJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HistoryJson() {}

  static String of(HistorySource.Read read, History part, int head)
      throws IOException, HistoryFormatException {
    HistoryCounts counts = HistoryCounts.of(part);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", read.file());
    object.put("format", read.loaded().format());
    object.put("events", counts.events());
    object.put("operations", counts.operations());
    object.put("processes", counts.processes());
    object.put("keys", counts.keys());
    if (part.hasTimes()) {
      object.put("begin-ns", counts.beginNanos());
      object.put("end-ns", counts.endNanos());
    }
    object.put("real-time", part.isRealTime());
    Map<String, Object> byFunction = new LinkedHashMap<>();
    for (HistoryCounts.Row row : counts.byFunction()) {
      Map<String, Object> cells = new LinkedHashMap<>();
      cells.put("invoke", row.invoke());
      cells.put("ok", row.ok());
      cells.put("fail", row.fail());
      cells.put("info", row.info());
      cells.put("open", row.open());
      byFunction.put(row.f(), cells);
    }
    object.put("by-f", byFunction);
    object.put("nemesis", counts.nemesis());
    object.put("parse-ms", Math.round(read.parseNanos() / 1e6));
    object.put("warnings", read.loaded().warnings());
    object.put("head", head(part, head));
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is plain data", e);
    }
  }

  private static List<RawValue> head(History part, int head)
      throws IOException, HistoryFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BitSet first = new BitSet();
    first.set(0, Math.min(head, part.size()));
    HistoryFiles.write(SliceFlags.copy(part, first), out, "jsonl");
    return out.toString(StandardCharsets.UTF_8).lines().map(RawValue::new).toList();
  }
}
