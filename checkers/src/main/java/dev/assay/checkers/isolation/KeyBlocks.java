package dev.assay.checkers.isolation;

import dev.assay.histories.MicroOps;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * All transactions' micro-operations on single values, in blocks of neighbouring keys: within a
 * block in the order of the transactions, within a transaction in its own order.
 *
 * <p>Working block by block keeps what the keys of a block need in the processor's cache, where
 * going through a long history in its order would wait for memory at every step; and blocks can be
 * shared out to threads. Of a long history only a stretch of blocks is there at a time, for memory
 * that nobody has touched yet costs time, too. O(micro-operations); 16 bytes for each that is
 * there.
 */
public final class KeyBlocks {
  /** So many, unless one key alone has more, need about as much memory as a cache has. */
  private static final int BLOCK_SIZE = 1 << 16;

  /** So many, unless one block alone has more, are there at a time. */
  private static final int STRETCH_SIZE = 1 << 22;

  private final Transactions transactions;
  private final int parts;
  private final int stretchSize;

  /** By part of the transactions, then by key: how many micro-operations. */
  private final int[][] counts;

  private final int[] writes;

  /** By transaction. */
  private final int[] writesOf;

  private final int[] blockOf;
  private final int[] firstKey;

  /** The places of the blocks that are there. */
  private final int[] start;

  private final int[][] next;
  private int firstBlock;
  private int endBlock;

  /** The transaction above its micro-operation, and the sign for one that did not complete. */
  private long[] who = {};

  /** The value's id above twice the key, and one more for a write. */
  private long[] what = {};

  /**
   * Divides the keys into blocks.
   *
   * @param partsMax in how many parts at most the work is done
   */
  public KeyBlocks(Transactions transactions, int partsMax) {
    this(transactions, partsMax, BLOCK_SIZE, STRETCH_SIZE);
  }

  /** The same with blocks and stretches of other sizes. */
  KeyBlocks(Transactions transactions, int partsMax, int blockSize, int stretchSize) {
    this.transactions = transactions;
    // Each part counts for itself, which is to take no more room than what is counted.
    int perKey = transactions.microOps().size() / Math.max(1, transactions.keys());
    parts = Math.min(partsMax, Math.max(1, perKey));
    this.stretchSize = stretchSize;
    counts = new int[parts][transactions.keys()];
    writesOf = new int[transactions.size()];
    int[][] writesOfPart = new int[parts][transactions.keys()];
    Work.run(parts, part -> count(part, counts[part], writesOfPart[part]));
    writes = writesOfPart[0];
    for (int part = 1; part < parts; part++) {
      for (int key = 0; key < writes.length; key++) {
        writes[key] += writesOfPart[part][key];
      }
    }
    blockOf = new int[transactions.keys()];
    firstKey = divide(blockSize);
    start = new int[firstKey.length];
    next = new int[parts][blocks()];
  }

  private void count(int part, int[] all, int[] written) {
    MicroOps microOps = transactions.microOps();
    int end = Work.begin(transactions.size(), part + 1, parts);
    for (int txn = Work.begin(transactions.size(), part, parts); txn < end; txn++) {
      int last = transactions.end(txn);
      for (int mop = transactions.start(txn); mop < last; mop++) {
        int key = transactions.key(mop);
        int write = microOps.kind(mop) == MicroOps.WRITE ? 1 : 0;
        all[key]++;
        written[key] += write;
        writesOf[txn] += write;
      }
    }
  }

  /** The first key of each block, and the number of keys. */
  private int[] divide(int blockSize) {
    int[] first = new int[16];
    int blocks = 0;
    int size = blockSize;
    for (int key = 0; key < blockOf.length; key++) {
      if (size >= blockSize) {
        if (blocks + 1 == first.length) {
          first = Arrays.copyOf(first, 2 * first.length);
        }
        first[blocks++] = key;
        size = 0;
      }
      blockOf[key] = blocks - 1;
      size += count(key);
    }
    first[blocks] = blockOf.length;
    return Arrays.copyOf(first, blocks + 1);
  }

  private int count(int key) {
    int count = 0;
    for (int[] ofPart : counts) {
      count += ofPart[key];
    }
    return count;
  }

  /** How many writes of a key there are. */
  public int writes(int key) {
    return writes[key];
  }

  /** How many writes each transaction has. The array is the object's own. */
  public int[] writesOf() {
    return writesOf;
  }

  /**
   * Works through all blocks, one stretch after the other, each by several threads.
   *
   * @param workers makes for each thread what is told the numbers of its blocks
   */
  public void forEach(Supplier<? extends IntConsumer> workers) {
    for (firstBlock = 0; firstBlock < blocks(); firstBlock = endBlock) {
      findPlaces();
      Work.run(parts, this::place);
      AtomicInteger nextBlock = new AtomicInteger(firstBlock);
      Work.run(
          parts,
          part -> {
            IntConsumer worker = workers.get();
            int block = nextBlock.getAndIncrement();
            while (block < endBlock) {
              worker.accept(block);
              block = nextBlock.getAndIncrement();
            }
          });
    }
  }

  /** Counts off as many blocks as are to be there next, and tells each part its places. */
  private void findPlaces() {
    int size = 0;
    for (endBlock = firstBlock; endBlock < blocks() && size < stretchSize; endBlock++) {
      start[endBlock] = size;
      for (int part = 0; part < parts; part++) {
        next[part][endBlock] = size;
        for (int key = firstKey[endBlock]; key < firstKey[endBlock + 1]; key++) {
          size += counts[part][key];
        }
      }
      start[endBlock + 1] = size;
    }
    if (size > who.length) {
      who = new long[size];
      what = new long[size];
    }
  }

  private void place(int part) {
    MicroOps microOps = transactions.microOps();
    int[] places = next[part];
    int first = firstKey[firstBlock];
    int behind = firstKey[endBlock];
    int end = Work.begin(transactions.size(), part + 1, parts);
    for (int txn = Work.begin(transactions.size(), part, parts); txn < end; txn++) {
      int last = transactions.end(txn);
      long above = (transactions.isOk(txn) ? 0 : Long.MIN_VALUE) | (long) txn << Integer.SIZE;
      for (int mop = transactions.start(txn); mop < last; mop++) {
        int key = transactions.key(mop);
        if (key >= first && key < behind) {
          int at = places[blockOf[key]]++;
          long isWrite = microOps.kind(mop) == MicroOps.WRITE ? 1 : 0;
          who[at] = above | mop;
          what[at] = (long) microOps.value(mop) << Integer.SIZE | (long) key << 1 | isWrite;
        }
      }
    }
  }

  /** How many blocks there are. */
  int blocks() {
    return firstKey.length - 1;
  }

  /** The keys of a block are {@code firstKey(block)} until {@code endKey(block)}. */
  public int firstKey(int block) {
    return firstKey[block];
  }

  public int endKey(int block) {
    return firstKey[block + 1];
  }

  /** The places of a block are {@code start(block)} until {@code end(block)}. */
  public int start(int block) {
    return start[block];
  }

  public int end(int block) {
    return start[block + 1];
  }

  /** The transaction at a place. */
  public int txn(int at) {
    return (int) (who[at] >>> Integer.SIZE) & Integer.MAX_VALUE;
  }

  /** Whether the transaction at a place completed. */
  public boolean isOk(int at) {
    return who[at] >= 0;
  }

  /** The micro-operation at a place. */
  public int mop(int at) {
    return (int) who[at];
  }

  /** The key at a place. */
  public int key(int at) {
    return (int) what[at] >>> 1;
  }

  /** The id of the value at a place. */
  public int value(int at) {
    return (int) (what[at] >> Integer.SIZE);
  }

  public boolean isWrite(int at) {
    return (what[at] & 1) != 0;
  }
}
