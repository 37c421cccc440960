package dev.assay.raftkv.server.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.kv.Command.Cas;
import dev.assay.raftkv.server.kv.Command.OpenSession;
import dev.assay.raftkv.server.kv.Command.Put;
import dev.assay.raftkv.server.kv.Command.Request;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
  private long index;

  private KvResult apply(KvStore store, long session, long sequence, Command command) {
    return store.apply(++index, CommandCodec.encode(new Request(session, sequence, command)));
  }

  private KvStore used(Bug... bugs) {
    KvStore store = new KvStore(Set.of(bugs));
    apply(store, 0, 0, new OpenSession(2));
    apply(store, 0, 0, new OpenSession(2));
    apply(store, 1, 1, new Put("x", "ö"));
    apply(store, 2, 1, new Cas("x", null, "never"));
    apply(store, 1, 2, new Put("y", ""));
    return store;
  }

  private static KvStore restored(byte[] snapshot) {
    KvStore store = new KvStore(Set.of());
    store.restore(snapshot);
    return store;
  }

  @Test
  void valuesAndSessionsComeBack() {
    KvStore before = used();
    byte[] snapshot = before.snapshot();
    KvStore after = restored(snapshot);

    assertArrayEquals(snapshot, after.snapshot());
    assertEquals(Optional.of("ö"), after.get("x"));
    assertEquals(Optional.of(""), after.get("y"));
    assertEquals(Optional.empty(), after.get("z"));
    assertEquals(new KvResult.Mismatch("ö"), apply(after, 2, 1, new Cas("x", null, "never")));
  }

  @Test
  void sessionUnusedForLongestIsEvictedAlsoAfterwards() {
    KvStore after = restored(used().snapshot());

    apply(after, 0, 0, new OpenSession(2));

    assertInstanceOf(KvResult.SessionUnknown.class, apply(after, 2, 2, new Put("x", "1")));
    assertInstanceOf(KvResult.Ok.class, apply(after, 1, 3, new Put("x", "1")));
  }

  @Test
  void snapshotReplacesWhatWasThere() {
    KvStore store = used();
    store.restore(new KvStore(Set.of()).snapshot());

    assertEquals(Optional.empty(), store.get("x"));
  }

  @Test
  void snapshotWithoutSessions_operationIsRefusedThatOthersApply() {
    KvStore after = restored(used(Bug.SNAPSHOT_WITHOUT_SESSIONS).snapshot());

    assertInstanceOf(KvResult.SessionUnknown.class, apply(after, 1, 3, new Put("x", "1")));
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = used().snapshot();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IllegalArgumentException.class, () -> restored(cut), "cut at " + length);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(IllegalArgumentException.class, () -> restored(longer));
  }
}
