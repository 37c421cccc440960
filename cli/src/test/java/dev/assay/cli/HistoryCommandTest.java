package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.histories.format.HistoryFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay history} and {@code assay convert}. */
class HistoryCommandTest {
  private static final String HISTORY =
      """
      {:index 0, :time 1000000000, :process 0, :type :invoke, :f :write, :value [x 1]}
      {:index 1, :time 2000000000, :process 1, :type :invoke, :f :read, :value [y nil]}
      {:index 2, :time 3000000000, :process 0, :type :ok, :f :write, :value [x 1]}
      {:index 3, :time 3500000000, :process :nemesis, :type :info, :f :start, :value nil}
      {:index 4, :time 4000000000, :process 1, :type :info, :f :read, :value [y nil], :error :net}
      {:index 5, :time 5000000000, :process 2, :type :invoke, :f :read, :value [x nil]}
      """;

  @TempDir Path folder;
  private final Console console = new Console();
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("h.edn"), HISTORY).toString();
  }

  @Test
  void countsByFunctionAndType() {
    assertEquals(0, console.assay("history", file));
    List<String> lines = console.outLines();
    assertEquals(file + "\tjepsen-edn", lines.get(0));
    assertEquals(
        "3 operations, 6 events, 3 processes, 2 keys, 1.000000 s to 5.000000 s", lines.get(1));
    assertTrue(console.out().matches("(?s).*\\n  write +1 +1 +0 +0 +0\\n.*"), console.out());
    assertTrue(console.out().matches("(?s).*\\n  read +2 +0 +0 +1 +1\\n.*"), console.out());
    assertTrue(console.out().matches("(?s).*\\n  nemesis +1\\n.*"), console.out());
    assertTrue(console.out().contains("read y nil  {\"error\" :net}"), console.out());
  }

  @Test
  void aSliceKeepsOperationsWhole() throws IOException {
    assertEquals(List.of(0, 2, 5), indexes("--key", "x"));
    assertEquals(List.of(1, 4), indexes("--process", "1"));
    assertEquals(List.of(3), indexes("--process", "nemesis"));
    assertEquals(List.of(1, 4, 5), indexes("--f", "read"));
    assertEquals(List.of(0, 2), indexes("--index", "..0"));
    assertEquals(List.of(1, 4), indexes("--time", "3600ms..4s"));
    assertEquals(List.of(5), indexes("--key", "x", "--time", "4s.."));
    assertEquals(List.of(), indexes("--key", "z"));
  }

  @Test
  void aSliceThatHoldsNothingSaysSo() {
    assertEquals(0, console.assay("history", file, "--key", "z"));
    assertEquals(List.of(file + "\tjepsen-edn", "none of 6 events fits"), console.outLines());
  }

  private List<Integer> indexes(String... slice) throws IOException {
    Console fresh = new Console();
    String[] args = new String[slice.length + 3];
    args[0] = "history";
    args[1] = file;
    args[2] = "--json";
    System.arraycopy(slice, 0, args, 3, slice.length);
    assertEquals(0, fresh.assay(args), fresh.err());
    JsonNode json = new ObjectMapper().readTree(fresh.out());
    assertEquals(json.get("events").asInt(), json.get("head").size());
    return json.get("head").findValues("index").stream().map(JsonNode::asInt).toList();
  }

  @Test
  void jsonHasEveryNumber() throws IOException {
    assertEquals(0, console.assay("history", file, "--json", "--head", "1"));
    JsonNode json = new ObjectMapper().readTree(console.out());
    assertEquals("jepsen-edn", json.get("format").asText());
    assertEquals(3, json.get("operations").asInt());
    assertEquals(1, json.get("by-f").get("read").get("open").asInt());
    assertEquals(5_000_000_000L, json.get("end-ns").asLong());
    assertEquals(1, json.get("head").size());
  }

  @Test
  void badSlicesAndBadFilesAreTold() throws IOException {
    assertEquals(254, console.assay("history", file, "--index", "a..b"));
    assertTrue(
        console.err().startsWith("assay: --index: expected a number, found a"), console::err);
    Console timeless = new Console();
    String plain =
        Files.writeString(
                folder.resolve("p.edn"), "{:process 0, :type :invoke, :f :read, :value nil}\n")
            .toString();
    assertEquals(254, timeless.assay("history", plain, "--time", "1s.."));
    assertTrue(timeless.err().contains("no times; use --index"), timeless::err);
    Console none = new Console();
    assertEquals(254, none.assay("history", folder + "/none"));
    assertFalse(none.err().contains("\tat "), none::err);
  }

  @Test
  void aTornLastLineIsReadLenientlyWithAWarning() throws IOException {
    Files.writeString(Path.of(file), HISTORY + "{:index 6, :time 60");
    assertEquals(254, new Console().assay("history", file));
    assertEquals(0, console.assay("history", file, "--lenient"));
    assertTrue(console.err().startsWith("assay: warning: " + file + ":7:1: "), console.err());
  }

  @Test
  void convertsToEveryWritableFormatThatCanHoldIt() throws Exception {
    for (String to : List.of("jsonl", "jepsen-edn", "elle-json")) {
      for (String end : List.of("", ".gz", ".zst")) {
        Path out = folder.resolve(to + end);
        Console fresh = new Console();
        assertEquals(0, fresh.assay("convert", file, "--to", to, "-o", out + ""), fresh.err());
        assertEquals("assay: 6 events written to " + out + "\n", fresh.err());
        assertEquals(to, HistoryFiles.read(out, HistoryFiles.AUTO).format());
        assertEquals(6, HistoryFiles.read(out, HistoryFiles.AUTO).history().size());
      }
    }
  }

  @Test
  void whatAFormatCannotHoldLeavesNoFile() throws IOException {
    Path out = folder.resolve("out.txt");
    assertEquals(254, console.assay("convert", file, "--to", "plume", "-o", out + ""));
    assertFalse(Files.exists(out));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(Path.of(file)), left.toList());
    }
  }

  @Test
  void standardOutputIsTheDefault() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, console.assay("convert", file, "--to", "jsonl", "--process", "nemesis"));
    } finally {
      System.setOut(before);
    }
    assertEquals(
        "{\"index\":3,\"time\":3500000000,\"type\":\"info\",\"process\":\"nemesis\","
            + "\"f\":\"start\",\"value\":null}\n",
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void onlyWhatCanBeWritten() {
    assertEquals(254, console.assay("convert", file, "--to", "limo"));
    assertTrue(
        console.err().startsWith("assay: --to: limo can be read but not written"), console.err());
    Console typo = new Console();
    assertEquals(254, typo.assay("convert", file, "--to", "jsnl"));
    assertTrue(typo.err().contains("did you mean jsonl?"), typo.err());
  }
}
