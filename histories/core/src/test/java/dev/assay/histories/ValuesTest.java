package dev.assay.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  @Test
  void equalValuesHaveOneId() {
    Values values = new Values();
    int seven = values.intern(7L);
    assertEquals(seven, values.intern((Object) 7L));
    assertEquals(seven, values.find(7L));
    assertNotEquals(seven, values.intern("7"));
    assertNotEquals(seven, values.intern(7.0));
    assertEquals(Values.NIL, values.intern(null));
    assertEquals(Values.NIL, values.find(null));
    assertEquals(-1, values.find("never seen"));
    assertNull(values.get(Values.NIL));
    assertEquals(7L, values.get(seven));
  }

  @Test
  void aSmallIntegerIsKnownByItsHash() {
    for (int bit = 1; bit > 0; bit <<= 1) {
      for (int number = Math.max(0, bit - 3); number < bit + 3L && number >= 0; number++) {
        assertEquals(number, SmallHash.number(SmallHash.of(number)));
        assertNotEquals(Values.hash(null), SmallHash.of(number));
      }
    }
    Values values = new Values();
    for (long number = (1 << 24) - 1000; number < (1 << 24) + 1000; number++) {
      int id = values.intern(number);
      assertEquals(number, values.get(id));
      assertEquals(id, values.find(number));
      assertEquals(Values.hash(number), values.hashOf(id));
    }
  }

  @Test
  void aLongVectorIsAListOfLongs() {
    Values values = new Values();
    LongVector vector = LongVector.copyOf(new long[] {1, -2, Long.MAX_VALUE, 9}, 3);
    List<Long> list = List.of(1L, -2L, Long.MAX_VALUE);
    assertEquals(list, vector);
    assertEquals(vector, list);
    assertEquals(list.hashCode(), vector.hashCode());
    assertEquals(values.intern(list), values.intern(vector));
    assertNotEquals(vector, LongVector.copyOf(new long[] {1, -2}, 2));
  }

  @Test
  void manyValuesOfEveryKindKeepTheirIds() {
    Values values = new Values();
    List<Object> all = new ArrayList<>();
    for (long i = 0; i < 20_000; i++) {
      all.add(i * i);
      all.add("s" + i);
      all.add(List.of(i % 100, i / 100));
      all.add(new Keyword("k" + i));
      all.add(Map.of("a", i));
      all.add(Set.of(i, "x"));
    }
    List<Integer> ids = new ArrayList<>();
    for (Object value : all) {
      ids.add(values.intern(value));
    }
    assertEquals(all.size(), Set.copyOf(ids).size());
    assertEquals(all.size() + 1, values.size());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(ids.get(i), values.find(all.get(i)));
      assertEquals(all.get(i), values.get(ids.get(i)));
    }
  }

  /** {@code List.hashCode} gives pairs of small integers few distinct hashes. */
  @Test
  void pairsOfIntegersDoNotCollide() {
    Values values = new Values();
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (long a = 0; a < 30_000; a++) {
            for (long b = 0; b < 10; b++) {
              values.intern(List.of(b, a - 31 * b));
            }
          }
        });
    assertEquals(300_001, values.size());
  }
}
