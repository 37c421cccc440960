package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of a history that cannot be read. */
final class ComplaintsTest {
  private static final String OK_EDN =
      """
      {:type :invoke, :process 0, :f :read, :value nil}
      {:type :ok, :process 0, :f :read, :value 1}
      """;
  private static final String OK_JSON =
      """
      {"index":0,"type":"invoke","process":0,"f":"read","value":null}
      {"index":1,"type":"ok","process":0,"f":"read","value":1}
      """;

  /** One a line: a history after the name of its flaw. Line feeds are written as a bar. */
  private static final String[] EDN = {
    "empty vector cut|[",
    "cut in a map|{:type :invoke, :process 0",
    "cut in a string|{:type :invoke, :process 0, :f :read, :error \"ab",
    "cut in a vector of operations|[{:type :invoke, :process 0, :f :read}|",
    "wrong bracket|[{:type :invoke, :process 0, :f :read, :value [1 2}]",
    "no map|[1 2 3]",
    "no :type|{:process 0, :f :read}",
    "unknown :type|{:type :started, :process 0, :f :read}",
    ":type is a string|{:type \"ok\", :process 0, :f :read}",
    ":process is nil|{:type :invoke, :process nil, :f :read}",
    "some have a :process|{:type :invoke, :process 0, :f :read}|{:type :invoke, :f :read}",
    "negative :process|{:type :invoke, :process -3, :f :read}",
    ":process too large|{:type :invoke, :process 99999999999, :f :read}",
    ":process :client|{:type :invoke, :process :client, :f :read}",
    "no :f|{:type :invoke, :process 0, :value 3}",
    ":f twice|{:type :invoke, :process 0, :f :read, :f :write}",
    "extra field twice|{:type :invoke, :process 0, :f :read, :node 1, :node 1}",
    "string as a field|{:type :invoke, :process 0, \"f\" :read}",
    ":time is a float|{:type :invoke, :process 0, :f :read, :time 1.5}",
    ":index is negative|{:type :invoke, :process 0, :f :read, :index -1}",
    "completion without invocation|{:type :ok, :process 0, :f :read, :value 1}",
    "two open operations|{:type :invoke, :process 0, :f :read}|{:type :invoke, :process 0, :f :w}",
    "completion of something else|{:type :invoke, :process 0, :f :read}"
        + "|{:type :ok, :process 0, :f :w}",
    "map with a key alone|{:type :invoke, :process 0, :f :read, :value {:a}}",
    "map with a key twice|{:type :invoke, :process 0, :f :read, :value {:a 1 :a 2}}",
    "set with an element twice|{:type :invoke, :process 0, :f :read, :value #{1 1}}",
    "leading zero|{:type :invoke, :process 0, :f :read, :value 017}",
    "no number|{:type :invoke, :process 0, :f :read, :value 12abc}",
    "division by zero|{:type :invoke, :process 0, :f :read, :value 1/0}",
    "bad escape|{:type :invoke, :process 0, :f :read, :value \"\\q\"}",
    "bad unicode escape|{:type :invoke, :process 0, :f :read, :value \"\\u12x4\"}",
    "bad character|{:type :invoke, :process 0, :f :read, :value \\foo}",
    "empty keyword|{:type :invoke, :process 0, :f :read, :value : }",
    "double colon|{:type :invoke, :process 0, :f :read, :value ::a}",
    "tag without value|{:type :invoke, :process 0, :f :read, :value #inst}",
    "unknown symbolic number|{:type :invoke, :process 0, :f :read, :value ##Pi}",
    "metadata|{:type :invoke, :process 0, :f :read, :value ^:a 1}",
    "control character|{:type :invoke, :process 0, \0 :f :read}",
    "both keyed and plain|{:type :invoke, :process 0, :f :read, :value [:x nil]}"
        + "|{:type :invoke, :process 1, :f :write, :value 3}",
    "nothing tells whether keyed|{:type :invoke, :process 1, :f :write, :value [1 2]}",
  };

  private static final String[] JSON = {
    "array|[1]x",
    "cut before the last line|{\"type\":\"invoke\",\"process\":0,\"f\":\"re|" + "{\"a\":1}",
    "no type|{\"process\":0,\"f\":\"read\"}",
    "unknown type|{\"type\":\"done\",\"process\":0,\"f\":\"read\"}",
    "process is a fraction|{\"type\":\"ok\",\"process\":0.5,\"f\":\"read\"}",
    "process is a word|{\"type\":\"ok\",\"process\":\"client\",\"f\":\"read\"}",
    "two on a line|{\"type\":\"invoke\",\"process\":0,\"f\":\"read\"} {\"type\":\"ok\"}",
    "unknown encoding|{\"type\":\"invoke\",\"process\":0,\"f\":\"a\",\"value\":{\"#date\":\"x\"}}",
    "control character in a string|{\"type\":\"invoke\",\"process\":0,\"f\":\"a\tb\"}",
    "trailing comma|{\"type\":\"invoke\",\"process\":0,}",
    "unquoted name|{\"type\":\"invoke\",process:0}",
    "leading zero|{\"type\":\"invoke\",\"process\":01}",
    "bad word|{\"type\":\"invoke\",\"process\":0,\"f\":\"a\",\"value\":nul}",
    "name twice|{\"type\":\"invoke\",\"process\":0,\"f\":\"a\",\"value\":{\"a\":1,\"a\":2}}",
    "completion without invocation|{\"type\":\"ok\",\"process\":0,\"f\":\"read\",\"value\":1}",
  };

  private static final String[] LOG = {
    "no value|INFO  jepsen.util - 0\t:invoke\t:read\t",
    "text after the value|INFO  jepsen.util - 0\t:invoke\t:read\tnil nil",
    "no function|INFO  jepsen.util - 0\t:invoke\tread\tnil",
    "process too large|INFO  jepsen.util - 99999999999\t:invoke\t:read\tnil",
  };

  private static final String[] PLUME = {
    "no operation|x(1,2,3,4)",
    "three numbers|r(1,2,3)",
    "no number|r(a,2,3,4)",
    "number too long|r(1234567890123456789012,2,3,4)",
    "negative session|r(1,2,-3,4)",
    "transaction in two pieces|w(1,1,0,1)|w(1,2,0,2)|w(1,3,0,1)",
    "cut|r(1,2",
  };

  private static final String[] AWDIT = {
    "no value|r 1", "short separator|r 1 1|---", "text after the value|r 1 1 1",
  };

  private static final String[] ELLE_JSON = {
    "cut|[{\"type\":\"invoke\"",
    "no comma|[{\"type\":\"invoke\",\"process\":0,\"f\":\"a\"} {}]",
    "text after the array|[] x",
    "neither function nor transaction|[{\"type\":\"invoke\",\"process\":0,\"value\":1}]",
    "some processes|[{\"type\":\"invoke\",\"f\":\"a\"},"
        + "{\"type\":\"invoke\",\"process\":0,\"f\":\"a\"}]",
    "which does it complete|[{\"type\":\"invoke\",\"f\":\"a\"},{\"type\":\"invoke\",\"f\":\"a\"},"
        + "{\"type\":\"ok\",\"f\":\"a\"}]",
  };

  @Test
  void everyComplaintSaysWhereAndWhat() throws IOException {
    StringBuilder told = new StringBuilder();
    for (String flaw : EDN) {
      told.append(complaint("jepsen-edn", flaw));
    }
    for (String flaw : JSON) {
      told.append(complaint("jsonl", flaw));
    }
    for (String flaw : LOG) {
      told.append(complaint("jepsen-log", flaw));
    }
    for (String flaw : PLUME) {
      told.append(complaint("plume", flaw));
    }
    for (String flaw : AWDIT) {
      told.append(complaint("awdit-text", flaw));
    }
    for (String flaw : ELLE_JSON) {
      told.append(complaint("elle-json", flaw));
    }
    Golden.matches("complaints.txt", told.toString());
  }

  private static String complaint(String format, String flaw) {
    int bar = flaw.indexOf('|');
    String text = flaw.substring(bar + 1).replace('|', '\n');
    String message = refusal(text.getBytes(StandardCharsets.UTF_8), format, ReadOptions.DEFAULT);
    return format + ", " + flaw.substring(0, bar) + "\n    " + message + "\n";
  }

  private static String refusal(byte[] bytes, String format, ReadOptions options) {
    return assertThrows(
            HistoryFormatException.class,
            () -> HistoryFiles.read(new ByteArrayInputStream(bytes), "f", format, options),
            () -> new String(bytes, StandardCharsets.UTF_8))
        .getMessage();
  }

  private static LoadedHistory read(String text, ReadOptions options) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HistoryFiles.read(new ByteArrayInputStream(bytes), "f", HistoryFiles.AUTO, options);
  }

  @Test
  void tornLastLineOfOurOwnIsDroppedWithAWarning() throws Exception {
    LoadedHistory whole = read(OK_JSON, ReadOptions.DEFAULT);
    assertEquals(List.of(), whole.warnings());
    String third = "{\"index\":2,\"type\":\"invoke\",\"process\":0,\"f\":\"read\",\"value\":\"é\"}";
    byte[] bytes = (OK_JSON + third).getBytes(StandardCharsets.UTF_8);
    int before = OK_JSON.length();
    for (int length = before + 1; length < bytes.length; length++) {
      LoadedHistory torn =
          HistoryFiles.read(
              new ByteArrayInputStream(bytes, 0, length), "f", "auto", ReadOptions.DEFAULT);
      assertEquals(2, torn.history().size());
      assertEquals(List.of("f:3:1: the last line is cut off and was left out"), torn.warnings());
    }
    assertEquals(3, read(OK_JSON + third, ReadOptions.DEFAULT).history().size());
  }

  @Test
  void tornLastLineOfJepsensIsAnErrorUnlessLenient() throws Exception {
    String torn = OK_EDN + "{:type :invoke, :process 0, :f :re";
    assertThrows(HistoryFormatException.class, () -> read(torn, ReadOptions.DEFAULT));
    LoadedHistory read = read(torn, new ReadOptions(ReadOptions.Keyed.AUTO, true));
    assertEquals(2, read.history().size());
    assertEquals(List.of("f:3:1: the last operation is cut off and was left out"), read.warnings());
  }

  @Test
  void timesThatGoBackAreAWarning() throws Exception {
    LoadedHistory read =
        read(
            """
            {:type :invoke, :process 0, :f :read, :time 10}
              {:type :ok, :process 0, :f :read, :time 9}
            {:type :invoke, :process 0, :f :read, :time 3}
            """,
            ReadOptions.DEFAULT);
    assertEquals(
        List.of(
            "f:2:3: expected a time of at least 10, found 9; the order of the events is taken"
                + " (and 1 more)"),
        read.warnings());
    assertEquals(9, read.history().timeNanos(1));
  }

  @Test
  void nothingAndNothingKnown(@TempDir Path folder) throws Exception {
    StringBuilder told = new StringBuilder();
    for (String text : new String[] {"", " \n", "hello world", "\u007fELF\u0001", "12 13"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      told.append(refusal(bytes, "auto", ReadOptions.DEFAULT)).append('\n');
    }
    told.append(refusal(OK_EDN.getBytes(StandardCharsets.UTF_8), "jepsen", ReadOptions.DEFAULT));
    told.append('\n').append(refusal(new byte[0], "jsonl", ReadOptions.DEFAULT)).append('\n');
    Path missing = folder.resolve("missing.edn");
    for (Path path : List.of(missing, folder)) {
      String message =
          assertThrows(HistoryFormatException.class, () -> HistoryFiles.read(path, "auto"))
              .getMessage();
      told.append(message.replace(folder.toString(), "DIR")).append('\n');
    }
    Golden.matches("nothing-known.txt", told.toString());
  }

  @Test
  void bytesThatAreNoUtf8() {
    byte[] bytes = OK_EDN.replace(":value 1", ":value \"?\"").getBytes(StandardCharsets.UTF_8);
    bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xc3;
    assertEquals(
        "f:2:44: expected UTF-8, found bytes that are not, in the text that ends here",
        refusal(bytes, "auto", ReadOptions.DEFAULT));
  }

  @Test
  void deeplyNestedValues() throws Exception {
    for (String open : new String[] {"[", "{", "#{", "(", "#a ", "#_", "{:a "}) {
      String text = "{:type :invoke, :process 0, :f :read, :value " + open.repeat(1_000_000);
      String message =
          refusal(text.getBytes(StandardCharsets.UTF_8), "jepsen-edn", ReadOptions.DEFAULT);
      assertTrue(message.contains("nested at most 200 deep, found a deeper one"), message);
    }
    String json =
        "{\"type\":\"invoke\",\"process\":0,\"f\":\"read\",\"value\":" + "[".repeat(1_000_000);
    String message =
        refusal((json + "\n\n").getBytes(StandardCharsets.UTF_8), "jsonl", ReadOptions.DEFAULT);
    assertTrue(message.contains("nested at most 200 deep, found a deeper one"), message);
    String deep = "[".repeat(150) + "]".repeat(150);
    assertEquals(
        deep,
        EdnValues.toEdn(read(OK_EDN.replace("1", deep), ReadOptions.DEFAULT).history().value(1)));
  }

  @Test
  void tenMegabytesOnOneLine() throws Exception {
    byte[] text = new byte[10_000_000];
    Arrays.fill(text, (byte) 'x');
    String string = new String(text, StandardCharsets.US_ASCII);
    String message =
        refusal(
            OK_EDN.replace("1", "\"" + string + "\"").getBytes(StandardCharsets.UTF_8),
            "auto",
            ReadOptions.DEFAULT);
    assertTrue(
        message.contains("expected a token of at most 4194304 bytes, found a longer one"), message);
    String digits = string.replace('x', '7');
    message =
        refusal(
            OK_JSON.replace("1}", digits + "}").getBytes(StandardCharsets.UTF_8),
            "auto",
            ReadOptions.DEFAULT);
    assertTrue(message.contains("4194304"), message);

    StringBuilder many = new StringBuilder("[");
    for (int i = 0; i < 1_500_000; i++) {
      many.append(i).append(' ');
    }
    LoadedHistory read = read(OK_EDN.replace("1", many + "]"), ReadOptions.DEFAULT);
    assertEquals(1_500_000, assertInstanceOf(List.class, read.history().value(1)).size());
  }

  @Test
  void gzip() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(OK_JSON.repeat(1).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    LoadedHistory read =
        HistoryFiles.read(new ByteArrayInputStream(bytes), "f", "auto", ReadOptions.DEFAULT);
    assertEquals("jsonl", read.format());
    assertEquals(2, read.history().size());
    for (int length = 2; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      String message = refusal(cut, "auto", ReadOptions.DEFAULT);
      assertTrue(message.startsWith("f:"), message);
    }
    byte[] damaged = bytes.clone();
    damaged[bytes.length / 2] ^= 0x55;
    assertTrue(refusal(damaged, "auto", ReadOptions.DEFAULT).startsWith("f:"));
  }

  @Test
  void aRunsFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("history.txt"), "0\t:invoke\t:read\tnil\n");
    assertEquals("jepsen-text", HistoryFiles.read(folder, "auto").format());
    Files.writeString(folder.resolve("history.edn"), OK_EDN);
    assertEquals("jepsen-edn", HistoryFiles.read(folder, "auto").format());
    Files.writeString(folder.resolve("history.jsonl"), OK_JSON);
    History h = HistoryFiles.read(folder, "auto").history();
    assertEquals(EventType.OK, h.outcome(0));
  }
}
