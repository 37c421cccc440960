package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.Transactions;
import java.util.Arrays;

/**
 * Who wrote which value, and what is known of the order of the versions of each key.
 *
 * <p>The first version of a key is its root: what the init made, or that the key is not there. It
 * has the key's number. All other numbers are those of writes, whatever became of them; the
 * versions among them are the last writes of a key by transactions that may have taken effect.
 * Whoever reads a version and then writes the key comes after it, as its child; so the versions of
 * a key are a tree, in which ancestors came first. Had they not, the transaction would have read
 * what comes after what it wrote: Adya's G1c, which no level forbids less than read committed does.
 *
 * <p>O(writes) to build, 33 bytes each.
 */
final class Versions {
  static final int NONE = -1;

  /** There are several. */
  static final int SEVERAL = -2;

  private final Columns columns;
  private final Transactions transactions;

  /** By number, roots first. */
  private final int[] txn;

  private final int[] mop;
  private final int[] key;
  private final int[] value;
  private final boolean[] isVersion;
  private final int[] parent;

  /** The writes of a transaction are those from here on. */
  private final int[] writeStart;

  /** By the hash of key and value: the first write of a list. */
  private final int[] first;

  private final int[] next;

  /** By key: versions but the root, deletes first. */
  private final int[] byKeyStart;

  private final int[] byKey;

  /** Of the tree of those that took effect: children by version, and intervals of descendants. */
  private int[] childStart = new int[0];

  private int[] children = new int[0];
  private final int[] enter;
  private final int[] leave;
  private final int[] depth;

  Versions(Columns columns) {
    this.columns = columns;
    transactions = columns.transactions();
    int keys = columns.keys();
    int count = keys;
    writeStart = new int[transactions.size() + 1];
    for (int t = 0; t < transactions.size(); t++) {
      writeStart[t] = count;
      for (int m = start(t); m < end(t); m++) {
        count += columns.kind(m) == Columns.WRITE ? 1 : 0;
      }
    }
    writeStart[transactions.size()] = count;
    txn = new int[count];
    mop = new int[count];
    key = new int[count];
    value = new int[count];
    isVersion = new boolean[count];
    parent = new int[count];
    next = new int[count];
    enter = new int[count];
    leave = new int[count];
    depth = new int[count];
    first = new int[Integer.highestOneBit(Math.max(8, count)) << 1];
    addRoots();
    addWrites();
    byKeyStart = new int[keys + 1];
    byKey = groupByKey();
  }

  private int start(int t) {
    return t == columns.init() ? 0 : transactions.start(t);
  }

  private int end(int t) {
    return t == columns.init() ? 0 : transactions.end(t);
  }

  private void addRoots() {
    for (int k = 0; k < columns.keys(); k++) {
      txn[k] = NONE;
      mop[k] = NONE;
      key[k] = k;
      parent[k] = NONE;
      isVersion[k] = true;
    }
    for (int i = 0; i < columns.initKeys().length; i++) {
      int k = columns.initKeys()[i];
      txn[k] = columns.init();
      value[k] = columns.initValues()[i];
    }
    for (int k = 0; k < columns.keys(); k++) {
      enlist(k);
    }
  }

  private void addWrites() {
    int[] lastIn = new int[columns.keys()];
    Arrays.fill(lastIn, NONE);
    for (int t = 0; t < transactions.size(); t++) {
      int write = writeStart[t];
      for (int m = start(t); m < end(t); m++) {
        if (columns.kind(m) == Columns.WRITE) {
          txn[write] = t;
          mop[write] = m;
          key[write] = columns.key(m);
          value[write] = columns.value(m);
          parent[write] = key[write];
          enlist(write++);
        }
      }
      for (int w = writeStart[t + 1] - 1; w >= writeStart[t]; w--) {
        isVersion[w] = lastIn[key[w]] != t && !transactions.isFailed(t);
        lastIn[key[w]] = t;
      }
    }
  }

  private void enlist(int write) {
    int slot = slot(key[write], value[write]);
    next[write] = first[slot];
    first[slot] = write + 1;
  }

  private int slot(int itsKey, int itsValue) {
    long pair = (long) itsKey << 32 | itsValue;
    return (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & (first.length - 1);
  }

  private int[] groupByKey() {
    int keys = columns.keys();
    int[] deletes = new int[keys];
    for (int w = keys; w < txn.length; w++) {
      if (isVersion[w]) {
        byKeyStart[key[w] + 1]++;
        deletes[key[w]] += value[w] == Columns.ABSENT ? 1 : 0;
      }
    }
    for (int k = 0; k < keys; k++) {
      byKeyStart[k + 1] += byKeyStart[k];
    }
    int[] grouped = new int[byKeyStart[keys]];
    int[] nextDelete = Arrays.copyOf(byKeyStart, keys);
    int[] nextOther = new int[keys];
    Arrays.setAll(nextOther, k -> byKeyStart[k] + deletes[k]);
    for (int w = keys; w < txn.length; w++) {
      if (isVersion[w]) {
        int[] places = value[w] == Columns.ABSENT ? nextDelete : nextOther;
        grouped[places[key[w]]++] = w;
      }
    }
    return grouped;
  }

  /** How many roots and writes there are. */
  int size() {
    return txn.length;
  }

  /** Who wrote it: the init or {@link #NONE} for a root. */
  int txn(int write) {
    return txn[write];
  }

  /** The micro-operation that wrote it, or {@link #NONE} for a root. */
  int mop(int write) {
    return mop[write];
  }

  int key(int write) {
    return key[write];
  }

  int value(int write) {
    return value[write];
  }

  boolean isRoot(int version) {
    return version < columns.keys();
  }

  boolean isVersion(int write) {
    return isVersion[write];
  }

  /** The writes of a transaction are those from here until that of the next. */
  int writeStart(int t) {
    return writeStart[t];
  }

  /** The versions of a key but its root are those from here until {@link #end}, deletes first. */
  int startOf(int itsKey) {
    return byKeyStart[itsKey];
  }

  int endOf(int itsKey) {
    return byKeyStart[itsKey + 1];
  }

  int at(int place) {
    return byKey[place];
  }

  /** The versions at all places; not to be changed. */
  int[] all() {
    return byKey;
  }

  /** The version of a key that a transaction made, or {@link #NONE}. Linear in its writes. */
  int by(int t, int itsKey) {
    for (int w = writeStart[t + 1] - 1; w >= writeStart[t]; w--) {
      if (key[w] == itsKey) {
        return w;
      }
    }
    return NONE;
  }

  /** The first write of a value to a key, root or not, whatever became of it, or {@link #NONE}. */
  int firstOf(int itsKey, int itsValue) {
    return find(first[slot(itsKey, itsValue)] - 1, itsKey, itsValue);
  }

  /** The next one of the same. */
  int nextOf(int write) {
    return find(next[write] - 1, key[write], value[write]);
  }

  private int find(int from, int itsKey, int itsValue) {
    int write = from;
    while (write != NONE && (key[write] != itsKey || value[write] != itsValue)) {
      write = next[write] - 1;
    }
    return write;
  }

  /** The only version of a value that others made, {@link #NONE} or {@link #SEVERAL}. */
  int only(int itsKey, int itsValue, int reader) {
    int found = NONE;
    for (int write = firstOf(itsKey, itsValue); write != NONE; write = nextOf(write)) {
      if (isVersion[write] && txn[write] != reader) {
        if (found != NONE) {
          return SEVERAL;
        }
        found = write;
      }
    }
    return found;
  }

  /** Says that a version came after another one of its key. */
  void setParent(int version, int earlier) {
    parent[version] = earlier;
  }

  int parent(int version) {
    return parent[version];
  }

  /**
   * Makes the trees of those that took effect. Where versions came after each other in a circle, as
   * transactions that read from each other say, nothing is known of their order.
   */
  void grow(boolean[] committed) {
    int[] passedBy = new int[txn.length];
    for (int w = columns.keys(); w < txn.length; w++) {
      int at = w;
      while (!isRoot(at) && passedBy[at] == 0) {
        passedBy[at] = w;
        at = parent[at];
      }
      if (!isRoot(at) && passedBy[at] == w) {
        cut(at);
      }
    }
    childStart = new int[txn.length + 1];
    for (int w = columns.keys(); w < txn.length; w++) {
      if (isVersion[w] && committed[txn[w]]) {
        childStart[parent[w] + 1]++;
      }
    }
    for (int w = 0; w < txn.length; w++) {
      childStart[w + 1] += childStart[w];
    }
    children = new int[childStart[txn.length]];
    int[] places = Arrays.copyOf(childStart, txn.length);
    for (int w = columns.keys(); w < txn.length; w++) {
      if (isVersion[w] && committed[txn[w]]) {
        children[places[parent[w]]++] = w;
      }
    }
    number();
  }

  /** Forgets what is known of the order of a circle of versions. */
  private void cut(int circle) {
    int at = circle;
    do {
      int earlier = parent[at];
      parent[at] = key[at];
      at = earlier;
    } while (at != circle);
  }

  private void number() {
    Arrays.fill(enter, NONE);
    int[] places = Arrays.copyOf(childStart, txn.length);
    int time = 0;
    for (int root = 0; root < columns.keys(); root++) {
      int at = root;
      enter[at] = time++;
      while (at != NONE) {
        if (places[at] < childStart[at + 1]) {
          int child = children[places[at]++];
          depth[child] = depth[at] + 1;
          enter[child] = time++;
          at = child;
        } else {
          leave[at] = time;
          at = isRoot(at) ? NONE : parent[at];
        }
      }
    }
  }

  /** The children of a version are those from here until {@link #childEnd}. */
  int childStart(int version) {
    return childStart[version];
  }

  int childEnd(int version) {
    return childStart[version + 1];
  }

  int child(int place) {
    return children[place];
  }

  /** Whether it is known to have taken effect. */
  boolean isGrown(int version) {
    return enter[version] != NONE;
  }

  int depth(int version) {
    return depth[version];
  }

  /** Whether the first is the other, or known to have come before it. */
  boolean isFirst(int version, int later) {
    return enter[version] <= enter[later] && enter[later] < leave[version];
  }
}
