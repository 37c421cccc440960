package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.fressian.FressianWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as jepsen.store.format describes them, written here block by block. */
class JepsenStoreFormatTest {
  @TempDir private Path folder;

  @Test
  void operationsOfAllChunksAreReadInOrder() throws Exception {
    History history = read(run(List.of(ops(0, 40), ops(40, 41), ops(41, 100))));
    assertEquals(200, history.size());
    assertEquals(EventType.INVOKE, history.type(198));
    assertEquals(EventType.OK, history.type(199));
    assertEquals(99 * 10L, history.timeNanos(198));
    assertEquals(List.of(List.of(new Keyword("append"), 3L, 99L)), history.value(199));
    assertEquals(Map.of("node", "n1"), history.extra(199));
  }

  @Test
  void aRunThatWasKilledKeepsWhatItsLastIndexNames() throws Exception {
    LoadedHistory strict = load(killed(), false);
    assertEquals(10, strict.history().size());
    assertEquals(1, strict.warnings().size());
    assertTrue(strict.warnings().get(0).contains("after its last checkpoint"), "with a warning");
  }

  @Test
  void lenientlyTheUnsealedChunkOfAKilledRunIsReadToo() throws Exception {
    byte[] killed = killed();
    assertEquals(30, load(killed, true).history().size());
    int before = 30;
    for (int length = killed.length - 1; length > killed.length - 60; length--) {
      LoadedHistory shorter = load(java.util.Arrays.copyOf(killed, length), true);
      assertTrue(shorter.history().size() <= before, "operations at the end are lost one by one");
      before = shorter.history().size();
      assertEquals(1, shorter.warnings().size());
    }
    assertTrue(before >= 26 && before < 30, before + " events");
  }

  @Test
  void lenientlyAFileWithoutItsIndexIsReadFromItsChunks() throws Exception {
    byte[] whole = run(List.of(ops(0, 40), ops(40, 70)));
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);
    HistoryFormatException e = assertThrows(HistoryFormatException.class, () -> load(cut, false));
    assertTrue(e.getMessage().contains("the index at byte"), e::getMessage);
    assertEquals(140, load(cut, true).history().size());
  }

  /** Five operations in a sealed chunk, ten in one whose header was not yet written. */
  private static byte[] killed() {
    StoreWriter writer = new StoreWriter();
    int first = writer.stream(ops(0, 5));
    int vector = writer.bigVector(10, List.of(first));
    int root = writer.partialMap(0, vector);
    writer.index(root);
    int sealed = writer.size();
    writer.stream(ops(5, 15));
    byte[] bytes = writer.bytes();
    java.util.Arrays.fill(bytes, sealed, sealed + 28, (byte) 0);
    return bytes;
  }

  private static LoadedHistory load(byte[] bytes, boolean lenient)
      throws IOException, HistoryFormatException {
    return HistoryFiles.read(
        new ByteArrayInputStream(bytes),
        "test.jepsen",
        HistoryFiles.AUTO,
        new ReadOptions(ReadOptions.Keyed.NO, lenient));
  }

  @Test
  void everyDamageHasAComplaintAndNoneAStackTrace() {
    byte[] whole = run(List.of(ops(0, 3)));
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x41;
      refusedOrRead(damaged);
      refusedOrRead(java.util.Arrays.copyOf(whole, at));
    }
    HistoryFormatException e =
        assertThrows(HistoryFormatException.class, () -> read(flip(whole, whole.length - 3)));
    assertTrue(String.valueOf(e.getMessage()).contains("checksum"), e::getMessage);
  }

  /** Whole blocks with the right checksum, but too short for what they should hold. */
  @Test
  void blocksThatAreTooShortHaveAComplaint() {
    StoreWriter index = new StoreWriter();
    index.indexOffset = index.size();
    index.block(1, new byte[2]);
    assertTooShort(index.bytes(), "an index");

    StoreWriter vector = new StoreWriter();
    vector.index(vector.partialMap(0, vector.block(5, new byte[3])));
    assertTooShort(vector.bytes(), "a vector of blocks");

    StoreWriter map = new StoreWriter();
    map.index(map.block(3, new byte[1]));
    assertTooShort(map.bytes(), "a part of a map");
  }

  private static void assertTooShort(byte[] bytes, String what) {
    HistoryFormatException e = assertThrows(HistoryFormatException.class, () -> read(bytes));
    assertTrue(String.valueOf(e.getMessage()).contains("expected " + what + " of"), e::getMessage);
  }

  @Test
  void aStoreFolderIsReadFromItsBinaryFile() throws Exception {
    Files.write(folder.resolve("test.jepsen"), run(List.of(ops(0, 7))));
    LoadedHistory loaded = HistoryFiles.read(folder, HistoryFiles.AUTO);
    assertEquals("jepsen-store", loaded.format());
    assertEquals(14, loaded.history().size());
  }

  /** A small file with two chunks. */
  static byte[] sample() {
    return run(List.of(ops(0, 3), ops(3, 5)));
  }

  private static byte[] flip(byte[] whole, int at) {
    byte[] damaged = whole.clone();
    damaged[at] ^= 1;
    return damaged;
  }

  private static void refusedOrRead(byte[] bytes) {
    try {
      read(bytes);
    } catch (HistoryFormatException e) {
      assertTrue(!String.valueOf(e.getMessage()).isEmpty());
    } catch (IOException e) {
      throw new AssertionError("no disk is involved", e);
    }
  }

  private static History read(byte[] bytes) throws IOException, HistoryFormatException {
    return HistoryFiles.read(
            new ByteArrayInputStream(bytes), "test.jepsen", "jepsen-store", ReadOptions.DEFAULT)
        .history();
  }

  /** One operation a number: an invocation and its completion. */
  private static List<Object[]> ops(int from, int to) {
    List<Object[]> ops = new ArrayList<>();
    for (long i = from; i < to; i++) {
      ops.add(new Object[] {2 * i, 10 * i, "invoke", i % 5, "txn", i, null});
      ops.add(new Object[] {2 * i + 1, 10 * i + 5, "ok", i % 5, "txn", i, Map.of("node", "n1")});
    }
    return ops;
  }

  private static byte[] run(List<List<Object[]>> chunks) {
    StoreWriter writer = new StoreWriter();
    List<Integer> streams = new ArrayList<>();
    int count = 0;
    for (List<Object[]> chunk : chunks) {
      streams.add(writer.stream(chunk));
      count += chunk.size();
    }
    int vector = writer.bigVector(count, streams);
    int rest = writer.partialMap(0, vector);
    writer.index(writer.partialMap(rest, 0));
    return writer.bytes();
  }

  /** Writes blocks as Jepsen does. */
  private static final class StoreWriter {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private long indexOffset;

    StoreWriter() {
      file.writeBytes("JEPSEN".getBytes(StandardCharsets.UTF_8));
      file.writeBytes(ByteBuffer.allocate(12).putInt(1).putLong(0).array());
    }

    int stream(List<Object[]> ops) {
      return block(
          4,
          fressian(
              writer -> {
                for (Object[] op : ops) {
                  writer.writeTag("jepsen.history.Op", 7);
                  writer.writeInt((long) op[0]);
                  writer.writeInt((long) op[1]);
                  keyword(writer, (String) op[2]);
                  writer.writeObject(op[3]);
                  keyword(writer, (String) op[4]);
                  writer.writeList(List.of(new Mop((long) op[5])));
                  extra(writer, (Map<?, ?>) op[6]);
                }
              }));
    }

    int bigVector(int count, List<Integer> chunks) {
      ByteBuffer data = ByteBuffer.allocate(8 + 12 * chunks.size()).putLong(count);
      for (int chunk : chunks) {
        data.putLong(0).putInt(chunk);
      }
      return block(5, data.array());
    }

    /** A cell of the test map: with the history when {@code history} is not 0, else with a name. */
    int partialMap(int rest, int history) {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(ByteBuffer.allocate(4).putInt(rest).array());
      data.writeBytes(
          fressian(
              writer -> {
                writer.writeTag("map", 1);
                writer.beginClosedList();
                keyword(writer, history == 0 ? "name" : "history");
                if (history == 0) {
                  writer.writeString("a test");
                } else {
                  writer.writeTag("block-ref", 1);
                  writer.writeInt(history);
                }
                writer.endList();
              }));
      return block(3, data.toByteArray());
    }

    void index(int root) {
      ByteBuffer data = ByteBuffer.allocate(4 + 12 * offsets.size()).putInt(root);
      offsets.forEach((id, offset) -> data.putInt(id).putLong(offset));
      indexOffset = file.size();
      block(1, data.array());
    }

    int size() {
      return file.size();
    }

    byte[] bytes() {
      byte[] bytes = file.toByteArray();
      ByteBuffer.wrap(bytes).putLong(10, indexOffset);
      return bytes;
    }

    private int block(int type, byte[] data) {
      int id = offsets.size() + 1;
      offsets.put(id, (long) file.size());
      ByteBuffer header = ByteBuffer.allocate(28);
      header.putLong(data.length + 28).putInt(0).putShort((short) type);
      CRC32 crc = new CRC32();
      crc.update(data);
      crc.update(header.array());
      header.putInt(8, (int) crc.getValue());
      file.writeBytes(header.array());
      file.writeBytes(data);
      return id;
    }

    /** {@code [:append 3 n]}, written through the writer's hook for unknown classes. */
    private record Mop(long number) {}

    private interface Body {
      void write(FressianWriter writer) throws IOException;
    }

    private static byte[] fressian(Body body) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        FressianWriter writer =
            new FressianWriter(
                out,
                type ->
                    type == Mop.class
                        ? Map.of(
                            "vec",
                            (w, mop) -> {
                              FressianWriter inner = (FressianWriter) w;
                              inner.writeTag("vec", 1);
                              inner.beginClosedList();
                              keyword(inner, "append");
                              inner.writeInt(3);
                              inner.writeInt(((Mop) mop).number());
                              inner.endList();
                            })
                        : null);
        body.write(writer);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return out.toByteArray();
    }

    private static void keyword(FressianWriter writer, String name) throws IOException {
      writer.writeTag("key", 2);
      writer.writeNull();
      writer.writeObject(name, true);
    }

    private static void extra(FressianWriter writer, @Nullable Map<?, ?> extra) throws IOException {
      if (extra == null) {
        writer.writeNull();
        return;
      }
      writer.writeTag("map", 1);
      writer.beginClosedList();
      for (Map.Entry<?, ?> entry : extra.entrySet()) {
        keyword(writer, String.valueOf(entry.getKey()));
        writer.writeObject(entry.getValue());
      }
      writer.endList();
    }
  }
}
