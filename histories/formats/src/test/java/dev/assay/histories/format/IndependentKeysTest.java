package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A value {@code [k v]} prints like the {@code [old new]} of a cas: which it is, content tells. */
final class IndependentKeysTest {
  private static final String KEYED =
      """
      {:type :invoke, :process 0, :f :write, :value [:x 3]}
      {:type :invoke, :process 1, :f :read, :value [:y nil]}
      {:type :ok, :process 0, :f :write, :value [:x 3]}
      {:type :info, :process :nemesis, :f :start, :value [1 2]}
      {:type :ok, :process 1, :f :read, :value [:y nil]}
      {:type :invoke, :process 0, :f :cas, :value [:x [3 4]]}
      {:type :fail, :process 0, :f :cas, :value :timed-out}
      """;

  private static final String CAS =
      """
      {:type :invoke, :process 0, :f :cas, :value [3 4]}
      {:type :invoke, :process 1, :f :read, :value nil}
      {:type :ok, :process 0, :f :cas, :value [3 4]}
      {:type :ok, :process 1, :f :read, :value 4}
      """;

  @Test
  void readsInvokedWithAKeyTellThatAllIsKeyed() throws Exception {
    History h = read(KEYED, ReadOptions.Keyed.AUTO);
    assertEquals(":x", String.valueOf(h.key(0)));
    assertEquals(3L, h.value(0));
    assertNull(h.value(1));
    assertNull(h.key(3), "the nemesis has no key");
    assertEquals(List.of(1L, 2L), h.value(3));
    assertEquals(List.of(3L, 4L), h.value(5));
    assertEquals(h.keyId(5), h.keyId(6), "a completion without the pair is on the invoked key");
    assertEquals(":timed-out", String.valueOf(h.value(6)));
    assertEquals(2, h.keyIds().length);
  }

  @Test
  void aCasOfTwoScalarsTellsThatNothingIsKeyed() throws Exception {
    History h = read(CAS, ReadOptions.Keyed.AUTO);
    assertNull(h.key(0));
    assertEquals(List.of(3L, 4L), h.value(0));
    assertEquals(List.of(3L, 4L), read(CAS, ReadOptions.Keyed.NO).value(0));
    assertEquals(
        "f:2:1: expected a [key value] pair as the value of `read`, as --keyed yes says, found"
            + " something else",
        refusal(CAS, ReadOptions.Keyed.YES));
  }

  @Test
  void anOptionOverrulesTheContent() throws Exception {
    assertNull(read(KEYED, ReadOptions.Keyed.NO).key(0));
    String writes = "{:type :invoke, :process 0, :f :write, :value [1 2]}";
    assertEquals(1L, read(writes, ReadOptions.Keyed.YES).key(0));
    assertNull(read(writes, ReadOptions.Keyed.NO).key(0));
    refusal(writes, ReadOptions.Keyed.AUTO);
  }

  @Test
  void transactionsAndSetsAreNotTakenForKeyed() throws Exception {
    String txn = "{:type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:r 2 nil]]}";
    assertNull(read(txn, ReadOptions.Keyed.AUTO).key(0));
    String longFork = "{:type :invoke, :process 0, :f :read, :value [[:r 1 nil] [:r 2 nil]]}";
    refusal(
        longFork + "{:type :invoke, :process 1, :f :write, :value [1 2]}", ReadOptions.Keyed.AUTO);
    String set =
        """
        {:type :invoke, :process 0, :f :add, :value [1 2]}
        {:type :invoke, :process 1, :f :read, :value nil}
        """;
    assertNull(read(set, ReadOptions.Keyed.AUTO).key(0));
    History keyedSet = read(set.replace("nil", "[1 nil]"), ReadOptions.Keyed.AUTO);
    assertEquals(1L, keyedSet.key(0));
    assertEquals(2L, keyedSet.value(0));
  }

  @Test
  void jsonLinesSayTheirKeys() throws Exception {
    String line =
        """
        {"type":"invoke","process":0,"f":"read","key":"k","value":[1,null]}
        {"type":"ok","process":0,"f":"read","key":"k","value":[1,null]}
        """;
    History h = read(line, ReadOptions.Keyed.AUTO);
    assertEquals("k", h.key(0));
    assertEquals(2, ((List<?>) java.util.Objects.requireNonNull(h.value(0))).size());
  }

  private static History read(String text, ReadOptions.Keyed keyed) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HistoryFiles.read(
            new ByteArrayInputStream(bytes), "f", "auto", new ReadOptions(keyed, false))
        .history();
  }

  private static String refusal(String text, ReadOptions.Keyed keyed) {
    return assertThrows(HistoryFormatException.class, () -> read(text, keyed)).getMessage();
  }
}
