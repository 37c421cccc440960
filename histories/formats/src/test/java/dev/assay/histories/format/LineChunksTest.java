package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.MicroOps;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A history that is read in stretches is the one that is read as a whole, and so are complaints.
 */
class LineChunksTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 2_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261126);

  private static final List<String> BY_HAND =
      List.of(
          """
          {:type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:append 2 3]]}
          ; a remark
          {:type :ok, :process 0, :f :txn, :value [[:r 1 [1 2]] [:append 2 3]]} #_ {:no 1}
          {:type :invoke, :process 0,
           :f :txn, :value [[:r 1 nil]
                            [:append 2 4]]}
          {:type :info, :process 0, :f :txn, :value nil, :error "lost
          connection"}
          """,
          """
          [{:type :invoke, :process 0, :f :read, :value nil}
           {:type :ok, :process 0, :f :read, :value 4}]
          """,
          """
          #jepsen.history.Op{:type :invoke, :process 0, :f :read, :value [1 nil]}
          #jepsen.history.Op{:type :ok, :process 0, :f :read, :value [1 4]}
          {:type :info, :process :nemesis, :f :start, :value {"n1" #{"n2"}}}
          {:type :invoke, :process 0, :f :write, :value [1 nil]}
          {:type :info, :process 0, :f :write, :value [1 nil]}""",
          """
          {:type :invoke, :f nil, :value [[:r [[:r 1 2]] nil]]}
          {:type :ok, :value [[:r [[:r 1 2]] [3 "x"]]]}
          {:type :invoke, :value [[:r 1 2]]}
          {:type :ok, :value [[:r 1 2] [:r 007 2]]}
          """,
          """
          {:type :invoke, :process 0, :f :txn, :value [[:w 1 123456789012345678]]}
          {:type :ok, :process 0, :f :txn, :value [[:w 1 123456789012345678]]}
          {:type :ok, :process 0, :f :txn, :value [[:w 1 -2]]}
          """);

  private int stretches;

  @Test
  void stretchesTellWhatTheWholeTells() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < HISTORIES; i++) {
      byte[] bytes = source(random);
      if (random.nextInt(3) == 0) {
        bytes = new Mutator(List.of(bytes), random.split()).next();
      }
      ReadOptions.Keyed[] keyed = ReadOptions.Keyed.values();
      ReadOptions options =
          new ReadOptions(keyed[random.nextInt(keyed.length)], random.nextInt(3) == 0);
      String whole = read(bytes, options, 1, 1 << 20);
      int chunkBytes = 30 + random.nextInt(600);
      String found = read(bytes, options, 2 + random.nextInt(2), chunkBytes);
      byte[] input = bytes;
      assertEquals(whole, found, () -> new String(input, StandardCharsets.UTF_8));
      refused += whole.startsWith("refused") ? 1 : 0;
    }
    assertTrue(stretches > 2 * HISTORIES, "only " + stretches + " stretches");
    assertTrue(refused > HISTORIES / 20, "only " + refused + " refused");
  }

  private static byte[] source(SplittableRandom random) throws IOException {
    if (random.nextInt(20) == 0) {
      return BY_HAND.get(random.nextInt(BY_HAND.size())).getBytes(StandardCharsets.UTF_8);
    }
    if (random.nextInt(3) == 0) {
      return transactions(random).getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JepsenEdnWriter(out).write(RandomData.history(random.split(), 40));
    return out.toByteArray();
  }

  /** Transactions in the usual spelling, now and then in another. */
  private static String transactions(SplittableRandom random) {
    String[] values = {"nil", "[1 2 3]", "[]", "17", "-1", "[4]", "( 1 2)", "[1 :a]", "01", "x"};
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      int process = random.nextInt(3);
      out.append("{:type ").append(random.nextInt(3) == 0 ? ":invoke" : ":ok");
      out.append(", :process ").append(process).append(", :f :txn, :value [");
      for (int mop = random.nextInt(4); mop >= 0; mop--) {
        String name = List.of("[:r ", "[:append ", "[:w ", "[:x ").get(random.nextInt(4));
        String value = values[random.nextInt(random.nextInt(8) == 0 ? values.length : 6)];
        out.append(name).append(random.nextInt(5)).append(' ').append(value).append(']');
        out.append(mop == 0 ? "" : " ");
      }
      out.append("]}\n");
    }
    return out.toString();
  }

  @Test
  void completionsThatRepeatTheirInvocationsTellWhatTheyTellAlone() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    int refused = 0;
    for (int i = 0; i < HISTORIES; i++) {
      byte[] bytes = answered(random).getBytes(StandardCharsets.UTF_8);
      String whole = read(bytes, ReadOptions.DEFAULT, 1, 1 << 20);
      String found = read(bytes, ReadOptions.DEFAULT, 2, 100 + random.nextInt(2_000));
      byte[] input = bytes;
      assertEquals(whole, found, () -> new String(input, StandardCharsets.UTF_8));
      refused += whole.startsWith("refused") ? 1 : 0;
    }
    assertTrue(refused < HISTORIES / 5, refused + " refused");
  }

  /** Invocations with their completions, which mostly differ from them in what was read. */
  private static String answered(SplittableRandom random) {
    Map<Integer, String> open = new HashMap<>();
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int process = random.nextInt(3);
      String invoked = open.remove(process);
      String type = invoked == null ? ":invoke" : random.nextInt(9) == 0 ? ":info" : ":ok";
      String value = invoked == null ? asked(random) : answer(invoked, random);
      if (invoked == null) {
        open.put(process, value);
      }
      out.append("{:type ").append(type).append(", :process ").append(process);
      out.append(", :f :txn, :value ").append(value).append("}\n");
    }
    return out.toString();
  }

  /** What was asked with answers, now and then odd ones, or to something else. */
  private static String answer(String asked, SplittableRandom random) {
    String[] answers = {"nil", "1", "2", "3", "99999999", "123456789012345678", "[1]", "nill"};
    int likely = random.nextInt(40) == 0 ? answers.length : 6;
    String answered =
        Pattern.compile("nil").matcher(asked).replaceAll(match -> answers[random.nextInt(likely)]);
    return random.nextInt(40) == 0 ? answered.replace(" 1", " 4") : answered;
  }

  private static String asked(SplittableRandom random) {
    StringBuilder out = new StringBuilder("[");
    for (int mop = random.nextInt(4); mop >= 0; mop--) {
      boolean isRead = random.nextInt(3) > 0;
      out.append(isRead ? "[:r " : "[:w ").append(1 + random.nextInt(2));
      out.append(isRead ? " nil]" : " " + random.nextInt(4) + "]").append(mop == 0 ? "]" : " ");
    }
    return out.toString();
  }

  @Test
  void sessionsInStretchesTellWhatTheWholeTells() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    int refused = 0;
    for (int i = 0; i < HISTORIES; i++) {
      byte[] bytes = sessions(random).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(3) == 0) {
        bytes = new Mutator(List.of(bytes), random.split()).next();
      }
      String whole = readSessions(bytes, 1, 1 << 20, 1 << 20);
      int processors = 2 + random.nextInt(2);
      String found = readSessions(bytes, processors, 10 + random.nextInt(200), 1 + i % 5);
      byte[] input = bytes;
      assertEquals(whole, found, () -> new String(input, StandardCharsets.UTF_8));
      refused += whole.startsWith("refused") ? 1 : 0;
    }
    assertTrue(stretches > 2 * HISTORIES, "only " + stretches + " stretches");
    assertTrue(refused > HISTORIES / 20, "only " + refused + " refused");
    assertTrue(refused < HISTORIES / 2, refused + " refused");
  }

  /** Plume's text, now and then with transactions apart, and numbers in another spelling. */
  private static String sessions(SplittableRandom random) {
    String[] numbers = {"-3", "007", "123456789012345678", "99999999999", "x", "", "-0"};
    StringBuilder out = new StringBuilder();
    for (int txn = 0, end = random.nextInt(20); txn < end; txn++) {
      int session = random.nextInt(4);
      boolean isAborted = random.nextInt(6) == 0;
      int number = random.nextInt(60) == 0 ? random.nextInt(end) : txn;
      for (int op = random.nextInt(5); op >= 0; op--) {
        String value = random.nextInt(9) + "";
        if (random.nextInt(60) == 0) {
          value = numbers[random.nextInt(numbers.length)];
        }
        out.append(random.nextInt(30) == 0 ? " " : "").append(random.nextBoolean() ? "r(" : "w(");
        out.append(random.nextInt(5)).append(',').append(value).append(',').append(session);
        out.append(',').append(isAborted ? -1 : number).append(')');
        out.append(random.nextInt(30) == 0 ? "\r\n\n" : "\n");
      }
    }
    return random.nextInt(3) == 0 ? out.toString().trim() : out.toString();
  }

  private String readSessions(byte[] bytes, int processors, int chunkBytes, int piece)
      throws IOException {
    return read(
        bytes,
        ReadOptions.DEFAULT,
        (in, sink) -> {
          PlumeReader reader =
              new PlumeReader(sink, new SessionTransactions(sink, processors, piece));
          LineChunks<?> chunks = new LineChunks<>(in, reader, processors, chunkBytes);
          chunks.readAll();
          stretches += chunks.taken();
          reader.emit();
        });
  }

  private String read(byte[] bytes, ReadOptions options, int processors, int chunkBytes)
      throws IOException {
    return read(
        bytes,
        options,
        (in, sink) -> {
          LineChunks<?> chunks =
              new LineChunks<>(in, new EdnLines(sink, false), processors, chunkBytes);
          chunks.readAll();
          stretches += chunks.taken();
        });
  }

  private static void describe(
      History history, int event, Map<Integer, Integer> names, StringBuilder out) {
    MicroOps mops = history.microOps();
    if (history.type(event) != EventType.INVOKE || history.outcome(event) != EventType.OK) {
      assertTrue(mops.end(event) <= mops.size(), "what counts has a place of its own");
    }
    for (int mop = mops.start(event); mop < mops.end(event); mop++) {
      out.append(' ').append(mops.name(mops.kind(mop)));
      out.append(names.computeIfAbsent(mops.key(mop), id -> names.size())).append(':');
      if (mops.value(mop) != MicroOps.LIST) {
        out.append(names.computeIfAbsent(mops.value(mop), id -> names.size()));
        continue;
      }
      for (int at = mops.listStart(mop); at < mops.listEnd(mop); at++) {
        out.append(names.computeIfAbsent(mops.element(at), id -> names.size())).append(',');
      }
    }
  }

  private interface Reading {
    void run(ByteInput in, EventSink sink) throws IOException, HistoryFormatException;
  }

  /** Everything that came of it, as text. */
  private static String read(byte[] bytes, ReadOptions options, Reading reading)
      throws IOException {
    ByteInput in = new ByteInput("test", new ByteArrayInputStream(bytes));
    in.expect(bytes.length);
    EventSink sink = new EventSink("test", options, true);
    try {
      reading.run(in, sink);
      LoadedHistory loaded = sink.finish("test");
      History history = loaded.history();
      StringBuilder out = new StringBuilder(RandomData.describe(history));
      Map<Integer, Integer> names = new HashMap<>();
      for (int event = 0; event < history.size(); event++) {
        out.append(names.computeIfAbsent(history.valueId(event), id -> names.size()));
        out.append(' ').append(names.computeIfAbsent(history.keyId(event), id -> names.size()));
        assertEquals(history.valueId(event), history.values().find(history.value(event)));
        describe(history, event, names, out);
      }
      return out.append(loaded.warnings()).toString();
    } catch (HistoryFormatException e) {
      return "refused: " + e.getMessage();
    }
  }
}
