package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of Chronos and Aion (TimeKiller): an array of transactions with the database's own
 * timestamps.
 *
 * <pre>
 * [{"sid": 3, "tid": 7, "sts": {"p": 40, "l": 0}, "cts": {"p": 44, "l": 0},
 *   "ops": [{"t": "r", "k": 8, "v": 0}, {"t": "w", "k": 8, "v": 5}, {"t": "a", "k": 9, "v": 1}]}]
 * </pre>
 *
 * <p>{@code p} and {@code l} are the physical and the logical part of a hybrid logical clock. Each
 * completion keeps {@code start-ts} and {@code commit-ts} as {@code [p l]}, a commit before its
 * start too: to find it is a checker's work. The order within a session is that of the start
 * timestamps; nothing more is known of real time. A read of 0 from a key to which nobody writes 0
 * saw the initial state: its value is {@code nil}.
 */
public final class ChronosFormat implements HistoryFormat {
  private static final Map<String, Keyword> NAMES =
      Map.of(
          "r", new Keyword("r"),
          "read", new Keyword("r"),
          "w", new Keyword("w"),
          "write", new Keyword("w"),
          "a", new Keyword("append"),
          "append", new Keyword("append"));

  @Override
  public String name() {
    return "chronos";
  }

  @Override
  public String description() {
    return "Chronos' JSON: transactions with start and commit timestamps (sid, sts, cts, ops)";
  }

  /** An array of objects with the names that only Chronos has. */
  @Override
  public Match detect(Sample sample) {
    String text = sample.text();
    return sample.at(sample.firstByte(0)) == '['
            && text.contains("\"cts\"")
            && text.contains("\"ops\"")
        ? Match.SPECIAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    out.ordersProcessesOnly();
    JsonParser parser = new JsonParser(in, false);
    Map<String, List<Transaction>> sessions = new TreeMap<>();
    parser.expect('[', "`[` before the transactions");
    while (parser.toNextToken() != ']') {
      long line = in.line();
      Transaction read = transaction(line, new Fields(in, line, parser.readBoxed()));
      sessions.computeIfAbsent(read.session(), s -> new ArrayList<>()).add(read);
      if (parser.toNextToken() != ']') {
        parser.expect(',', "`,` or `]` after a transaction");
      }
    }
    in.next();
    if (parser.toNextToken() >= 0) {
      throw in.expected("the end of the input");
    }
    emit(sessions, out);
  }

  /** A hybrid logical clock's reading. */
  private record Timestamp(long physical, long logical) implements Comparable<Timestamp> {
    static Timestamp of(Fields fields) throws HistoryFormatException {
      return new Timestamp(fields.integer("p"), fields.integer("l"));
    }

    @Override
    public int compareTo(Timestamp other) {
      int byPhysical = Long.compare(physical, other.physical);
      return byPhysical != 0 ? byPhysical : Long.compare(logical, other.logical);
    }

    List<Long> shown() {
      return List.of(physical, logical);
    }
  }

  private record Transaction(
      long line, String session, Timestamp start, Timestamp commit, List<Step> steps) {}

  private record Step(Keyword name, long key, @Nullable Object value) {}

  private static Transaction transaction(long line, Fields fields) throws HistoryFormatException {
    Timestamp start = Timestamp.of(fields.object("sts"));
    Timestamp commit = Timestamp.of(fields.object("cts"));
    List<Step> steps = new ArrayList<>();
    for (Fields op : fields.objects("ops")) {
      Keyword name = NAMES.get(op.text("t"));
      if (name == null) {
        throw op.wrong("t", "r, w or a");
      }
      Object value = op.value("v");
      if (value != null && !(value instanceof Long) && !(value instanceof List<?>)) {
        throw op.wrong("v", "an integer or an array");
      }
      steps.add(new Step(name, op.integer("k"), value));
    }
    return new Transaction(
        line, String.valueOf(fields.value("sid")), start, commit, List.copyOf(steps));
  }

  private static void emit(Map<String, List<Transaction>> sessions, EventSink out)
      throws HistoryFormatException {
    Map<Long, Boolean> zeroWritten = new HashMap<>();
    for (List<Transaction> session : sessions.values()) {
      for (Transaction transaction : session) {
        for (Step step : transaction.steps()) {
          if (!step.name().name().equals("r") && Long.valueOf(0).equals(step.value())) {
            zeroWritten.put(step.key(), true);
          }
        }
      }
    }
    int process = 0;
    for (List<Transaction> session : sessions.values()) {
      session.sort((a, b) -> a.start().compareTo(b.start()));
      for (Transaction transaction : session) {
        add(out, transaction, process, EventType.INVOKE, zeroWritten);
        add(out, transaction, process, EventType.OK, zeroWritten);
      }
      process++;
    }
  }

  private static void add(
      EventSink out,
      Transaction transaction,
      int process,
      EventType type,
      Map<Long, Boolean> zeroWritten)
      throws HistoryFormatException {
    boolean completed = type == EventType.OK;
    List<Object> mops = new ArrayList<>();
    for (Step step : transaction.steps()) {
      boolean isRead = step.name().name().equals("r");
      boolean isInitial =
          Long.valueOf(0).equals(step.value()) && !zeroWritten.containsKey(step.key());
      boolean isKnown = !isRead || (completed && !isInitial);
      mops.add(
          Collections.unmodifiableList(
              Arrays.<@Nullable Object>asList(
                  step.name(), step.key(), isKnown ? step.value() : null)));
    }
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    if (completed) {
      extra.put("start-ts", transaction.start().shown());
      extra.put("commit-ts", transaction.commit().shown());
    }
    int value = out.intern(List.copyOf(mops));
    out.add(
        transaction.line(),
        1,
        type,
        process,
        "txn",
        History.NONE,
        value,
        History.NO_TIME,
        -1,
        Collections.unmodifiableMap(extra));
  }
}
