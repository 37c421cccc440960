package dev.assay.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.checkers.linearizability.LinearizabilityExplanation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the report's script draws, as an inert block of the page.
 *
 * <p>Up to {@link #JSON_OPERATIONS_MAX} operations it is JSON that any tool can read. Beyond, it is
 * base64 of gzip of: the length of the header in bytes (four, lowest first), the header (the same
 * JSON but with no numbers in its columns), and the columns one after the other as {@link
 * Column#writeTo} gives them.
 */
final class RunData {
  static final int JSON_OPERATIONS_MAX = 256;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LINE_LENGTH = 4096;
  private static final int PATHS_MAX = 8;
  private static final int STEPS_MAX = 100;
  private static final int RESULTS_MAX = 10;
  private static final int STATE_LENGTH_MAX = 500;

  private final OperationColumns operations;
  private final Map<String, @Nullable Object> header = new LinkedHashMap<>();

  private RunData(OperationColumns operations) {
    this.operations = operations;
  }

  static RunData of(RunFacts facts) {
    OperationColumns operations = OperationColumns.of(facts.history(), facts.clock());
    RunData data = new RunData(operations);
    Map<String, @Nullable Object> header = data.header;
    header.put("isTime", facts.clock().isTime());
    header.put("lengthNanos", facts.clock().lengthNanos());
    header.put("resolutionNanos", operations.resolutionNanos());
    header.put("count", operations.count());
    header.put("functions", operations.functions());
    header.put("fields", operations.fieldNames());
    header.put("texts", operations.texts());
    header.put("faults", facts.faults().bands().stream().map(RunData::fault).toList());
    header.put("marks", facts.faults().marks().stream().map(RunData::mark).toList());
    List<Map<String, Object>> windows = new ArrayList<>();
    for (int place = 0; place < facts.proofs().size(); place++) {
      Map<String, Object> window = data.window(facts.windows().get(place));
      if (facts.proofs().get(place).anomaly().explanation()
          instanceof LinearizabilityExplanation e) {
        window.put("paths", e.paths().stream().limit(PATHS_MAX).map(data::path).toList());
        window.put("anyInitial", e.anyInitial());
      }
      windows.add(window);
    }
    header.put("windows", windows);
    return data;
  }

  /** The block as HTML. */
  String html() {
    boolean small = operations.count() <= JSON_OPERATIONS_MAX;
    String type = small ? "application/json" : "application/octet-stream";
    return "<script id=\"run-data\" type=\""
        + type
        + "\">"
        + (small ? json(true) : packed())
        + "</script>\n";
  }

  /** JSON that cannot end the script element around it, nor open a comment in it. */
  static String jsonForScript(Object data) {
    try {
      return MAPPER
          .writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain data is always JSON", e);
    }
  }

  private String json(boolean withValues) {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (Column column : operations.columns()) {
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("name", column.name());
      if (withValues) {
        out.put("values", column.values());
      } else {
        out.put("coding", PlainData.kebab(column.coding().name()));
        out.put("count", column.size());
      }
      columns.add(out);
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(header);
    all.put("columns", columns);
    return jsonForScript(all);
  }

  private String packed() {
    byte[] head = json(false).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(head.length).array();
    plain.writeBytes(length);
    plain.writeBytes(head);
    operations.columns().forEach(column -> column.writeTo(plain));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new BestGzip(packed)) {
      plain.writeTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'})
        .encodeToString(packed.toByteArray());
  }

  /** Gzip that takes its time. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(9);
    }
  }

  private static Map<String, Object> fault(FaultBands.Band band) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("kind", EdnText.visible(band.kind()));
    out.put("start", band.startNanos());
    out.put("stop", band.stopNanos());
    out.put("isStopped", band.isStopped());
    out.put("words", FaultWords.of(band.kind(), band.value()));
    return out;
  }

  private static Map<String, Object> mark(FaultBands.Mark mark) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("f", EdnText.visible(mark.f()));
    out.put("time", mark.timeNanos());
    out.put("words", FaultWords.of(mark.value()));
    return out;
  }

  /** Operations as rows of the columns. */
  private Map<String, Object> window(FailingWindow window) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("rows", window.operations().stream().map(operations::row).toList());
    out.put(
        "names",
        window.operations().stream().map(each -> window.names().getOrDefault(each, "")).toList());
    out.put("lastEvent", window.lastEvent());
    out.put("blocked", window.blocked() < 0 ? -1 : operations.row(window.blocked()));
    out.put(
        "forced",
        window.forced().stream()
            .map(pair -> List.of(operations.row(pair[0]), operations.row(pair[1])))
            .toList());
    return out;
  }

  /** States and results as text, operations as rows; of a long path only its end. */
  private Map<String, Object> path(LinearizabilityExplanation.Path path) {
    int first = Math.max(0, path.steps().size() - STEPS_MAX);
    Object initial = first == 0 ? path.initial() : path.steps().get(first - 1).stateAfter();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("leftOut", first);
    out.put("initial", state(initial));
    out.put(
        "steps",
        path.steps().stream()
            .skip(first)
            .map(step -> List.of(operations.row(step.operation()), state(step.stateAfter())))
            .toList());
    out.put(
        "rejections", path.rejections().stream().limit(STEPS_MAX).map(this::rejection).toList());
    return out;
  }

  private List<Object> rejection(LinearizabilityExplanation.Rejection rejection) {
    List<String> legal =
        rejection.legalResults().stream().limit(RESULTS_MAX).map(RunData::state).toList();
    return List.of(operations.row(rejection.operation()), state(rejection.state()), legal);
  }

  private static String state(@Nullable Object state) {
    return EdnText.of(state, STATE_LENGTH_MAX);
  }
}
