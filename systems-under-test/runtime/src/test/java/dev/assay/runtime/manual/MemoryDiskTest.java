package dev.assay.runtime.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.runtime.Disk.AppendFile;
import dev.assay.runtime.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MemoryDiskTest {
  private final MemoryDisk disk = new MemoryDisk();

  private String content(String name) {
    return new String(disk.read(name).orElse(new byte[0]), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void crashKeepsWhatWasSyncedAndMayLoseTheRest() {
    AppendFile file = disk.open("f");
    file.append(bytes("kept"));
    disk.sync(() -> {});
    file.append(bytes("lost"));
    disk.replace("small", bytes("lost"));
    disk.completeSync();

    disk.crash();

    assertEquals("kept", content("f"));
    assertTrue(disk.read("small").isEmpty());
  }

  @Test
  void syncCoversWhatCameBeforeIt() {
    AppendFile file = disk.open("f");
    List<String> done = new ArrayList<>();
    file.append(bytes("1"));
    disk.sync(() -> done.add("first"));
    file.append(bytes("2"));
    disk.sync(() -> done.add("second"));

    disk.completeSync();

    assertEquals(List.of("first"), done);
    assertEquals(1, file.durableLength());
    disk.completeSync();
    assertEquals(2, file.durableLength());
  }

  @Test
  void crashLeavesPrefixesAndTornAppends() {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      MemoryDisk one = new MemoryDisk();
      AppendFile file = one.open("f");
      file.append(bytes("aa"));
      file.append(bytes("bb"));
      one.crash(new Rng(seed));
      seen.add(new String(one.read("f").orElseThrow(), UTF_8));
    }
    assertTrue(
        seen.containsAll(Set.of("", "a", "a\0", "aa", "aab", "aab\0", "aabb")), seen::toString);
  }

  @Test
  void truncationThatWasNotSyncedIsUndone() {
    AppendFile file = disk.open("f");
    file.append(bytes("abc"));
    disk.sync(() -> {});
    disk.completeSync();
    file.truncate(1);
    assertEquals("a", content("f"));

    disk.crash();

    assertEquals("abc", content("f"));
  }
}
