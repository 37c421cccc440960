package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats of transactions for which there is no sample: Chronos' JSON, Cobra's logs; and zstd. */
class TransactionFormatsTest {
  private static final long INITIAL = 0xbebeebeeL;

  @TempDir private Path folder;

  @Test
  void chronosKeepsTimestampsAndOrdersSessions() throws Exception {
    String json =
        """
        [{"sid": 3, "tid": 2, "sts": {"p": "50", "l": 0}, "cts": {"p": "55", "l": 1},
          "ops": [{"t": "r", "k": 8, "v": 5}]},
         {"sid": 3, "tid": 1, "sts": {"p": 40, "l": 0}, "cts": {"p": 44, "l": 0},
          "ops": [{"t": "r", "k": 8, "v": 0}, {"t": "w", "k": 8, "v": 5}]},
         {"sid": 4, "tid": 3, "sts": {"p": 41, "l": 0}, "cts": {"p": 46, "l": 0},
          "ops": [{"t": "a", "k": 9, "v": 1}, {"t": "r", "k": 9, "v": [1, 2]}]}]
        """;
    LoadedHistory loaded = read(json.getBytes(StandardCharsets.UTF_8));
    History history = loaded.history();
    assertEquals("chronos", loaded.format());
    assertFalse(history.isRealTime());
    assertEquals("[[:r, 8, null], [:w, 8, 5]]", String.valueOf(history.value(1)));
    assertEquals("[[:r, 8, 5]]", String.valueOf(history.value(3)));
    assertEquals("[[:append, 9, 1], [:r, 9, [1, 2]]]", String.valueOf(history.value(5)));
    assertEquals("[50, 0]", String.valueOf(history.extra(3).get("start-ts")));
    assertEquals("[55, 1]", String.valueOf(history.extra(3).get("commit-ts")));
    assertEquals(Map.of(), history.extra(2));
  }

  @Test
  void chronosKeepsACommitBeforeItsStart() throws Exception {
    String json = "[{\"sid\":1,\"sts\":{\"p\":5,\"l\":0},\"cts\":{\"p\":4,\"l\":9},\"ops\":[]}]";
    History history = read(json.getBytes(StandardCharsets.UTF_8)).history();
    assertEquals("[4, 9]", String.valueOf(history.extra(1).get("commit-ts")));
  }

  @Test
  void cobraTellsWhichWriteWasReadAndWhatDidNotCommit() throws Exception {
    Files.write(
        folder.resolve("T0.log"), log('S', 1, 'R', INITIAL, INITIAL, 7, 0, 'W', 900, 7, 1, 'C', 1));
    Files.write(
        folder.resolve("T1.log"), log('S', 2, 'R', 1, 900, 7, 1, 'C', 2, 'S', 3, 'W', 901, 7, 1));
    LoadedHistory loaded = HistoryFiles.read(folder, HistoryFiles.AUTO);
    History history = loaded.history();
    assertEquals("cobra", loaded.format());
    assertEquals(6, history.size());
    assertEquals("[[:r, 7, null], [:w, 7, 1]]", String.valueOf(history.value(1)));
    assertEquals("[[:r, 7, 1]]", String.valueOf(history.value(3)));
    assertEquals(EventType.FAIL, history.type(5));
  }

  @Test
  void cobraRefusesALogThatEndsWithinAnEntry() {
    byte[] whole = log('S', 1, 'W', 900, 7, 1, 'C', 1);
    HistoryFormatException e =
        assertThrows(HistoryFormatException.class, () -> read(Arrays.copyOf(whole, 20)));
    assertTrue(String.valueOf(e.getMessage()).contains("eight bytes"), e::getMessage);
  }

  @Test
  void zstdIsUnpackedAndACutIsTold() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append("w(%d,%d,0,%d)\n".formatted(i, i, i));
    }
    byte[] packed = Zstd.compress(text.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(4000, read(packed).history().size());
    HistoryFormatException e =
        assertThrows(
            HistoryFormatException.class, () -> read(Arrays.copyOf(packed, packed.length / 2)));
    assertTrue(String.valueOf(e.getMessage()).contains("cut off"), e::getMessage);
  }

  private static LoadedHistory read(byte[] bytes) throws IOException, HistoryFormatException {
    return HistoryFiles.read(
        new ByteArrayInputStream(bytes), "sample", HistoryFiles.AUTO, ReadOptions.DEFAULT);
  }

  /** Letters as bytes, numbers as integers of eight bytes. */
  private static byte[] log(Object... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object entry : entries) {
      if (entry instanceof Character letter) {
        out.write(letter);
      } else {
        out.writeBytes(ByteBuffer.allocate(8).putLong(((Number) entry).longValue()).array());
      }
    }
    return out.toByteArray();
  }
}
