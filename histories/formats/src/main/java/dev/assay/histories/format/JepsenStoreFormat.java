package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code test.jepsen}, the store of Jepsen 0.3 (jepsen.store.format, version 1): blocks with
 * checksums that hold Fressian. See {@link JepsenBlocks} for the layout.
 *
 * <p>Of a run that was killed the history up to the last checkpoint is read, with a warning;
 * leniently also the operations that were written after it, and those of a file whose index is
 * lost. The place in a complaint is the operation's position, counted from 1.
 */
public final class JepsenStoreFormat implements HistoryFormat {
  private static final String OP = "jepsen.history.Op";
  private static final int OP_FIELDS = 7;

  @Override
  public String name() {
    return "jepsen-store";
  }

  @Override
  public String description() {
    return "Jepsen's test.jepsen: binary blocks with checksums, Fressian inside";
  }

  @Override
  public boolean hasKeysInValues() {
    return true;
  }

  @Override
  public Match detect(Sample sample) {
    return sample.text().startsWith(JepsenBlocks.MAGIC) ? Match.SPECIAL : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    JepsenBlocks blocks = JepsenBlocks.read(in);
    JepsenBlocks.OperationVisitor visitor = (position, op) -> add(in.source(), position, op, out);
    int loose = blocks.looseBytes();
    if (loose == 0) {
      blocks.forEachOperation(visitor);
    } else if (out.options().lenient()) {
      blocks.recover(visitor);
      out.warn(
          out.size(),
          0,
          "the run was cut off: what is whole of its last " + loose + " bytes was read");
    } else {
      blocks.forEachOperation(visitor);
      out.warn(
          out.size(),
          0,
          "the run was cut off: "
              + loose
              + " bytes after its last checkpoint were left out; --lenient reads what is whole");
    }
  }

  private static void add(String source, long position, @Nullable Object op, EventSink out)
      throws HistoryFormatException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    JepsenBlocks.Tag tag = JepsenBlocks.Tag.of(op);
    if (tag != null && tag.name().equals(OP) && tag.parts().size() == OP_FIELDS) {
      List<?> parts = tag.parts();
      List<String> names = List.of("index", "time", "type", "process", "f", "value");
      for (int i = 0; i < names.size(); i++) {
        fields.put(names.get(i), FressianValues.plain(parts.get(i)));
      }
      addAll(FressianValues.plain(parts.get(OP_FIELDS - 1)), fields);
    } else {
      addAll(FressianValues.plain(op), fields);
    }
    new Event(source, position, fields).add(out);
  }

  private static void addAll(@Nullable Object map, Map<String, @Nullable Object> fields) {
    if (map instanceof Map<?, ?> entries) {
      entries.forEach(
          (key, value) ->
              fields.put(key instanceof Keyword word ? word.name() : String.valueOf(key), value));
    }
  }

  /** The fields of one operation. */
  private record Event(String source, long position, Map<String, @Nullable Object> fields) {
    void add(EventSink out) throws HistoryFormatException {
      EventType type = type(fields.remove("type"));
      int process = process(fields.remove("process"));
      Object f = fields.remove("f");
      if (f == null) {
        throw error("an operation with :f, found none");
      }
      Object value = fields.remove("value");
      long time = integer("time", History.NO_TIME);
      long index = integer("index", -1);
      out.add(
          position,
          1,
          type,
          process,
          f instanceof Keyword word ? word.name() : String.valueOf(f),
          History.NONE,
          out.internValue(value),
          time,
          index,
          fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(fields));
    }

    private EventType type(@Nullable Object found) throws HistoryFormatException {
      String name = found instanceof Keyword word ? word.name() : "";
      for (EventType type : EventType.values()) {
        if (type.jepsenName().equals(name)) {
          return type;
        }
      }
      throw error(":type :invoke, :ok, :fail or :info, found " + found);
    }

    private int process(@Nullable Object found) throws HistoryFormatException {
      if (found instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
        return number.intValue();
      }
      if (found instanceof Keyword word && word.name().equals("nemesis")) {
        return History.NEMESIS;
      }
      throw error(":process as a number or :nemesis, found " + found);
    }

    private long integer(String name, long otherwise) {
      return fields.remove(name) instanceof Long number ? number : otherwise;
    }

    private HistoryFormatException error(String expected) {
      return new HistoryFormatException(source, position, 1, "expected " + expected);
    }
  }
}
