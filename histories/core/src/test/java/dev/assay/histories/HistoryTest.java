package dev.assay.histories;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  @Test
  void pairsInvocationsWithCompletionsOfTheSameProcess() {
    History.Builder b = History.builder();
    int write = b.add(EventType.INVOKE, 0, "write", 1L);
    int read = b.add(EventType.INVOKE, 7, "read", null);
    int written = b.add(EventType.OK, 0, "write", 1L);
    int crashed = b.add(EventType.INVOKE, 0, "write", 2L);
    int known = b.add(EventType.INFO, 7, "read", null);
    History h = b.build();

    assertEquals(written, h.pair(write));
    assertEquals(write, h.pair(written));
    assertEquals(known, h.pair(read));
    assertEquals(History.NONE, h.pair(crashed));
    assertEquals(EventType.OK, h.outcome(write));
    assertEquals(EventType.INFO, h.outcome(read));
    assertEquals(EventType.INFO, h.outcome(crashed), "no completion means the same as info");
    assertArrayEquals(new int[] {write, read, crashed}, h.clientInvocations().toArray());
  }

  @Test
  void refusesAnInvocationWhileOneIsOpenAndACompletionOfNothing() {
    History.Builder b = History.builder();
    assertThrows(IllegalArgumentException.class, () -> b.add(EventType.OK, 3, "read", null));
    b.add(EventType.INVOKE, 3, "read", null);
    assertTrue(b.isOpen(3));
    assertEquals("read", b.openFunction(3));
    assertThrows(IllegalArgumentException.class, () -> b.add(EventType.INVOKE, 3, "read", null));
    b.add(EventType.FAIL, 3, "read", null);
    assertFalse(b.isOpen(3));
    assertNull(b.openFunction(3));
    assertThrows(IllegalArgumentException.class, () -> b.add(EventType.INFO, 3, "read", null));
    assertEquals(2, b.build().size(), "what was refused left no trace");
  }

  @Test
  void nemesisEventsStandAlone() {
    History.Builder b = History.builder();
    b.add(EventType.INFO, History.NEMESIS, "start", null);
    b.add(EventType.INVOKE, 0, "read", null);
    b.add(EventType.INFO, History.NEMESIS, "start", "n1");
    History h = b.build();
    assertArrayEquals(new int[] {0, 2}, h.nemesisEvents().toArray());
    assertEquals(History.NONE, h.pair(0));
    assertFalse(h.isClient(2));
    assertArrayEquals(new int[] {1}, h.clientInvocations().toArray());
    assertEquals(List.of("start", "read"), h.functions());
  }

  @Test
  void eventsOfAKeyComeInOrderWithoutTheNemesis() {
    History.Builder b = History.builder();
    add(b, EventType.INVOKE, 0, "x");
    add(b, EventType.INFO, History.NEMESIS, "x");
    add(b, EventType.INVOKE, 1, "y");
    add(b, EventType.OK, 1, "y");
    add(b, EventType.OK, 0, "x");
    b.add(EventType.INVOKE, 2, "read", null);
    History h = b.build();
    int x = h.keyId(0);
    int y = h.keyId(2);
    assertArrayEquals(new int[] {x, y, History.NONE}, h.keyIds());
    assertArrayEquals(new int[] {0, 4}, h.eventsOfKey(x));
    assertArrayEquals(new int[] {2, 3}, h.eventsOfKey(y));
    assertArrayEquals(new int[] {5}, h.eventsOfKey(History.NONE));
    assertArrayEquals(new int[] {}, h.eventsOfKey(h.values().size() - 1 + 1));
    assertEquals("y", h.key(3));
    assertNull(h.key(5));
  }

  private static void add(History.Builder b, EventType type, int process, String key) {
    b.add(type, process, "read", key, null, 0, b.size(), Map.of());
  }

  @Test
  void anEventWithoutATimeHasThatOfTheOneBefore() {
    History.Builder b = History.builder();
    b.add(EventType.INVOKE, 0, "read", null, null, History.NO_TIME, 0, Map.of());
    b.add(EventType.OK, 0, "read", null, null, 50, 1, Map.of());
    b.add(EventType.INFO, History.NEMESIS, "stop", null, null, History.NO_TIME, 2, Map.of());
    History h = b.build();
    assertTrue(h.hasTimes());
    assertEquals(0, h.timeNanos(0));
    assertEquals(50, h.timeNanos(1));
    assertEquals(50, h.timeNanos(2));

    History.Builder none = History.builder();
    none.add(EventType.INVOKE, 0, "read", null);
    none.add(EventType.OK, 0, "read", null);
    History positions = none.build();
    assertFalse(positions.hasTimes());
    assertEquals(1, positions.timeNanos(1));
  }

  @Test
  void keepsTheIndexOfTheSource() {
    History.Builder b = History.builder();
    b.add(EventType.INVOKE, 0, "read", null, null, 1, 0, Map.of());
    b.add(EventType.OK, 0, "read", null, null, 2, 17, Map.of());
    b.add(EventType.INVOKE, 0, "read", null, null, 2, 18, Map.of());
    History h = b.build();
    assertEquals(0, h.index(0));
    assertEquals(17, h.index(1));
    assertEquals(18, h.index(2));
  }

  @Test
  void keepsExtraFieldsOnceForAllThatAreEqual() {
    History.Builder b = History.builder();
    b.add(EventType.INVOKE, 0, "read", null, null, 1, 0, Map.of());
    b.add(EventType.OK, 0, "read", null, null, 1, 1, Map.of("node", "n1"));
    b.add(EventType.INVOKE, 0, "read", null, null, 1, 2, new HashMap<>(Map.of("node", "n1")));
    History h = b.build();
    assertEquals(Map.of(), h.extra(0));
    assertEquals(Map.of("node", "n1"), h.extra(1));
    assertSame(h.extra(1), h.extra(2));
  }

  @Test
  void aBuiltHistoryDoesNotChange() {
    History.Builder b = History.builder();
    b.add(EventType.INVOKE, 0, "read", null);
    b.build();
    assertThrows(IllegalStateException.class, () -> b.add(EventType.OK, 0, "read", null));
  }

  /** Columns of every width, against lists of what was put in. */
  @Test
  void everyColumnGivesBackWhatWasPutIn() {
    for (int width : new int[] {0, 100, 30_000, 1_000_000_000}) {
      SplittableRandom random = new SplittableRandom(width);
      History.Builder b = History.builder();
      List<Object> expected = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        int process = random.nextInt(width + 1);
        EventType type =
            b.isOpen(process) ? EventType.values()[1 + random.nextInt(3)] : EventType.INVOKE;
        String open = b.openFunction(process);
        String f = open != null ? open : "f" + random.nextInt(width % 300 + 1);
        long value = random.nextLong(width + 1L);
        Object key = random.nextBoolean() ? "k" + random.nextInt(width % 999 + 1) : null;
        long time = random.nextLong(width + 1L);
        long index = width == 0 ? i : random.nextLong(width);
        b.add(type, process, f, key, value, time, index, Map.of());
        expected.add(java.util.Arrays.asList(type, process, f, key, value, time, index));
      }
      History h = b.build();
      for (int i = 0; i < h.size(); i++) {
        Object found =
            java.util.Arrays.asList(
                h.type(i), h.process(i), h.f(i), h.key(i), h.value(i), h.timeNanos(i), h.index(i));
        assertEquals(expected.get(i), found);
      }
    }
  }
}
