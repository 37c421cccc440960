package dev.assay.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the data block of a report back, as its script does: the other half of the encoding. */
final class PageReader {
  final JsonNode header;
  private final Map<String, long[]> columns = new HashMap<>();

  /** One operation as the script sees it; -1 where there is no completion. */
  record Row(
      long index,
      long process,
      String f,
      long outcome,
      long invoke,
      long complete,
      long startUnits,
      long endUnits,
      String key,
      String value,
      String result,
      Map<String, String> fields) {}

  private PageReader(JsonNode header) {
    this.header = header;
  }

  static PageReader of(String block) throws IOException {
    int from = block.indexOf('>') + 1;
    String content = block.substring(from, block.indexOf("</script>"));
    ObjectMapper mapper = new ObjectMapper();
    if (block.contains("application/json")) {
      PageReader reader = new PageReader(mapper.readTree(content));
      for (JsonNode column : reader.header.get("columns")) {
        reader.columns.put(
            column.get("name").asText(), mapper.convertValue(column.get("values"), long[].class));
      }
      return reader;
    }
    byte[] packed = Base64.getMimeDecoder().decode(content);
    byte[] bytes = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] head = new byte[in.getInt()];
    in.get(head);
    PageReader reader = new PageReader(mapper.readTree(new String(head, StandardCharsets.UTF_8)));
    for (JsonNode column : reader.header.get("columns")) {
      reader.columns.put(column.get("name").asText(), unpack(column, in));
    }
    return reader;
  }

  List<Row> rows() {
    List<String> keys = dictionary("key");
    List<String> values = dictionary("value");
    List<List<Map<String, String>>> fields = fields();
    long[][] events = events();
    Guesses guesses = new Guesses();
    List<Row> out = new ArrayList<>();
    for (int row = 0; row < events.length; row++) {
      long key = at("key", row);
      String value = values.get(guesses.id(key, at("value", row)));
      long code = at("result", row);
      String result = code == 0 ? value : values.get(guesses.id(key, code < 0 ? code : code - 1));
      int start = (int) events[row][0];
      int end = (int) events[row][1];
      Map<String, String> extra = new HashMap<>();
      for (List<Map<String, String>> field : fields) {
        extra.putAll(field.get(row));
      }
      out.add(
          new Row(
              at("eventPosition", start) + at("index", row),
              at("processNumber", (int) at("process", row)),
              header.get("functions").get((int) at("f", row)).asText(),
              at("outcome", row),
              at("eventPosition", start),
              end < 0 ? -1 : at("eventPosition", end),
              at("eventTime", start),
              end < 0 ? -1 : at("eventTime", end),
              key == 0 ? "" : keys.get((int) key - 1),
              value,
              result,
              extra));
    }
    return out;
  }

  private long at(String column, int place) {
    long[] values = columns.get(column);
    if (values == null) {
      throw new IllegalStateException("no column " + column);
    }
    return values[place];
  }

  private int size(String column) {
    long[] values = columns.get(column);
    return values == null ? 0 : values.length;
  }

  private long[][] events() {
    long[][] out = new long[header.get("count").asInt()][];
    List<Integer> open = new ArrayList<>();
    int row = 0;
    for (int event = 0; event < size("eventOpen"); event++) {
      long whose = at("eventOpen", event);
      if (whose == 0) {
        out[row] = new long[] {event, -1};
        open.add(row++);
      } else {
        out[open.remove(open.size() - (int) whose)][1] = event;
      }
    }
    return out;
  }

  private List<String> dictionary(String name) {
    List<String> out = new ArrayList<>();
    int number = 0;
    int text = 0;
    for (int id = 0; id < size(name + "Kinds"); id++) {
      long kind = at(name + "Kinds", id);
      if (kind == 0) {
        out.add(header.get("texts").get(name).get(text++).asText());
      } else if (kind == 1) {
        out.add(Long.toString(at(name + "Numbers", number++)));
      } else {
        List<String> items = new ArrayList<>();
        for (int i = 2; i < kind; i++) {
          items.add(Long.toString(at(name + "Numbers", number++)));
        }
        out.add("[" + String.join(" ", items) + "]");
      }
    }
    return out;
  }

  /** By field and row. */
  private List<List<Map<String, String>>> fields() {
    List<String> texts = dictionary("field");
    List<List<Map<String, String>>> out = new ArrayList<>();
    int place = 0;
    for (JsonNode name : header.get("fields")) {
      List<Map<String, String>> byRow = new ArrayList<>();
      for (int row = 0; row < header.get("count").asInt(); row++) {
        byRow.add(Map.of());
      }
      Map<Long, Integer> last = new HashMap<>();
      for (int i = 0; i < size("rows." + place); i++) {
        int row = (int) at("rows." + place, i);
        long code = at("values." + place, i);
        long process = at("process", row);
        int id = code == 0 ? last.getOrDefault(process, -1) : (int) code - 1;
        last.put(process, id);
        byRow.set(row, Map.of(name.asText(), texts.get(id)));
      }
      out.add(byRow);
      place++;
    }
    return out;
  }

  private static long[] unpack(JsonNode column, ByteBuffer in) {
    long[] out = new long[column.get("count").asInt()];
    long previous = 0;
    for (int i = 0; i < out.length; i++) {
      long zigzag = 0;
      int shift = 0;
      byte b;
      do {
        b = in.get();
        zigzag |= (b & 0x7FL) << shift;
        shift += 7;
      } while (b < 0);
      long value = (zigzag >>> 1) ^ -(zigzag & 1);
      previous = column.get("coding").asText().equals("delta") ? previous + value : value;
      out[i] = previous;
    }
    return out;
  }

  /** Finds ids from {@link ValueGuess} codes. */
  private static final class Guesses {
    private final Map<Long, List<Integer>> lately = new HashMap<>();
    private int unused = 1;

    int id(long key, long code) {
      if (code == 0) {
        return 0;
      }
      List<Integer> seen = lately.computeIfAbsent(key, fresh -> new ArrayList<>());
      int id = code > 1 ? seen.remove((int) code - 2) : code == 1 ? unused : (int) (-1 - code);
      unused = Math.max(unused, id + 1);
      seen.add(0, id);
      if (seen.size() > 16) {
        seen.remove(16);
      }
      return id;
    }
  }
}
