package dev.assay.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.manual.MemoryDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordLogTest {
  private final MemoryDisk disk = new MemoryDisk();

  private List<String> open() {
    List<String> records = new ArrayList<>();
    RecordLog.open(disk.open("log"), (offset, payload) -> records.add(new String(payload, UTF_8)));
    return records;
  }

  /** Writes records, syncing after each. */
  private byte[] writeSynced(String... records) {
    RecordLog log = RecordLog.open(disk.open("log"), (offset, payload) -> {}).log();
    for (String record : records) {
      log.append(record.getBytes(UTF_8));
      disk.sync(() -> {});
      disk.completeSync();
    }
    return disk.durableContent("log").orElseThrow();
  }

  @Test
  void recordsComeBackInOrder() {
    writeSynced("one", "", "three");

    assertEquals(List.of("one", "", "three"), open());
  }

  @Test
  void reopensAfterTruncationAtEveryByte() {
    byte[] whole = writeSynced("alpha", "be", "gamma", "d");
    List<String> all = List.of("alpha", "be", "gamma", "d");
    for (int length = 0; length <= whole.length; length++) {
      disk.damage("log", Arrays.copyOf(whole, length));

      List<String> found = open();

      assertEquals(all.subList(0, found.size()), found, "cut at " + length);
      List<String> again = open();
      assertEquals(found, again, "cut at " + length + ", opened again");
    }
  }

  @Test
  void goesOnAfterTornTail() {
    byte[] whole = writeSynced("first", "second");
    disk.damage("log", Arrays.copyOf(whole, whole.length - 1));

    writeSynced("third");

    assertEquals(List.of("first", "third"), open());
  }

  @Test
  void everyFlippedByteOfDurableRecordThatOthersFollowIsDamage() {
    byte[] whole = writeSynced("alpha", "beta", "gamma");
    int lastRecord = whole.length - 25;
    for (int i = 0; i < lastRecord; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x40;
      disk.damage("log", flipped);
      int offset = i;
      CorruptFileException corrupt =
          assertThrows(CorruptFileException.class, this::open, () -> "flipped byte " + offset);
      assertTrue(String.valueOf(corrupt.getMessage()).contains("log: no valid record at offset"));
    }
  }

  @Test
  void unsyncedBatchWhosePagesReachedTheDiskInAnotherOrderIsTornTail() {
    byte[] before = writeSynced("acknowledged");
    RecordLog log = RecordLog.open(disk.open("log"), (offset, payload) -> {}).log();
    log.append("never".getBytes(UTF_8));
    log.append("acknowledged either".getBytes(UTF_8));
    disk.sync(() -> {});
    disk.completeSync();
    byte[] holed = disk.durableContent("log").orElseThrow();
    Arrays.fill(holed, before.length, before.length + 10, (byte) 0);
    disk.damage("log", holed);

    assertEquals(List.of("acknowledged"), open());
  }

  @Test
  void recordLargerThanTheReadingWindowComesBack() {
    writeSynced("x".repeat(300_000), "tail");

    List<String> found = open();

    assertEquals(300_000, found.get(0).length());
    assertEquals("tail", found.get(1));
  }

  @Test
  void refusesRecordThatIsTooLarge() {
    RecordLog log = RecordLog.open(disk.open("log"), (offset, payload) -> {}).log();

    assertThrows(
        IllegalArgumentException.class, () -> log.append(new byte[RecordLog.RECORD_BYTES_MAX + 1]));
  }
}
