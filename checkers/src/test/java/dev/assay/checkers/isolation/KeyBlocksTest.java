package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import dev.assay.histories.MicroOps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Blocks hold every micro-operation once, in order, whatever their size and the number of parts.
 */
class KeyBlocksTest {
  private static final int HISTORIES = 500;

  /** What is at a place. */
  private record Place(int key, int txn, int mop, int value, boolean isWrite)
      implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byKey = Integer.compare(key, other.key);
      int byTxn = byKey != 0 ? byKey : Integer.compare(txn, other.txn);
      return byTxn != 0 ? byTxn : Integer.compare(mop, other.mop);
    }
  }

  @Test
  void everyMicroOperationIsInTheBlockOfItsKey() {
    SplittableRandom random = new SplittableRandom(20261128);
    int stretches = 0;
    for (int i = 0; i < HISTORIES; i++) {
      Transactions transactions = Transactions.of(history(random));
      int parts = 1 + random.nextInt(4);
      int blockSize = 1 + random.nextInt(20);
      int stretchSize = 1 + random.nextInt(60);
      KeyBlocks blocks = new KeyBlocks(transactions, parts, blockSize, stretchSize);
      List<Place> found = Collections.synchronizedList(new ArrayList<>());
      blocks.forEach(() -> block -> found.addAll(placesOf(blocks, block)));
      // Other threads' blocks come between; of one key the order has to be right as it is.
      found.sort((one, other) -> Integer.compare(one.key(), other.key()));
      List<Place> expected = expected(transactions);
      assertEquals(expected.size(), found.size());
      for (int at = 0; at < expected.size(); at++) {
        assertEquals(0, expected.get(at).compareTo(found.get(at)));
        assertEquals(expected.get(at).value(), found.get(at).value());
        assertEquals(expected.get(at).isWrite(), found.get(at).isWrite());
      }
      for (int key = 0; key < transactions.keys(); key++) {
        int its = key;
        long writes = expected.stream().filter(p -> p.key() == its && p.isWrite()).count();
        assertEquals(writes, blocks.writes(key));
      }
      stretches += expected.size() > stretchSize && blocks.blocks() > 1 ? 1 : 0;
    }
    assertTrue(stretches > HISTORIES / 3, "only " + stretches + " had several stretches");
  }

  private static List<Place> placesOf(KeyBlocks blocks, int block) {
    List<Place> places = new ArrayList<>();
    for (int at = blocks.start(block); at < blocks.end(block); at++) {
      int key = blocks.key(at);
      assertTrue(key >= blocks.firstKey(block) && key < blocks.endKey(block));
      places.add(
          new Place(key, blocks.txn(at), blocks.mop(at), blocks.value(at), blocks.isWrite(at)));
    }
    return places;
  }

  private static List<Place> expected(Transactions transactions) {
    MicroOps microOps = transactions.microOps();
    List<Place> places = new ArrayList<>();
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int mop = transactions.start(txn); mop < transactions.end(txn); mop++) {
        boolean isWrite = microOps.kind(mop) == MicroOps.WRITE;
        places.add(new Place(transactions.key(mop), txn, mop, microOps.value(mop), isWrite));
      }
    }
    Collections.sort(places);
    return places;
  }

  private static History history(SplittableRandom random) {
    History.Builder builder = History.builder();
    int keys = 1 + random.nextInt(12);
    for (int process = random.nextInt(40); process >= 0; process--) {
      List<Object> txn = new ArrayList<>();
      for (int mops = random.nextInt(5); mops >= 0; mops--) {
        String name = random.nextBoolean() ? "r" : "w";
        txn.add(List.of(new Keyword(name), (long) random.nextInt(keys), 1L + random.nextInt(1000)));
      }
      builder.add(EventType.INVOKE, process, "txn", txn);
      builder.add(EventType.OK, process, "txn", txn);
    }
    return builder.build();
  }
}
