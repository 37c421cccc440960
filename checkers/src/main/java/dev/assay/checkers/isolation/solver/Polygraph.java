package dev.assay.checkers.isolation.solver;

import java.util.Arrays;

/**
 * Transactions that write and read versions of keys, and the order that is known of them.
 *
 * <p>A transaction begins at one node and commits at another, or, where it is to take effect at one
 * moment, both are the same node. A reader begins after the writer of what it read commits. Of two
 * writers {@code a} and {@code b} of one key, one commits before the other begins; if that is
 * {@code a}, all that read a version of {@code a} on a key that {@code b} writes begin before
 * {@code b} commits. An order of the nodes that keeps all this and the known edges is what is
 * sought: with one node a transaction it is a serial order; with two it is an execution under
 * snapshot isolation (Crooks et al., Seeing is believing, PODC 2017, for the reading of both as
 * orders of moments). Where writers may overlap, one need not commit before the other begins, only
 * before it commits: with two nodes that is prefix consistency.
 *
 * <p>Some 40 bytes a read and write, and 16 a known edge. Immutable.
 */
public final class Polygraph {
  private final int transactions;
  private final boolean isSplit;
  private final boolean mayOverlap;
  private final Digraph known;

  /** Versions of key {@code k} are {@code keyStart[k]} until {@code keyStart[k + 1]}. */
  private final int[] keyStart;

  private final int[] keyOf;
  private final int[] writer;
  private final int[] readStart;
  private final int[] readers;
  private final int[] writtenStart;
  private final int[] written;
  private final int[] seenStart;
  private final int[] seen;

  private Polygraph(Builder b) {
    transactions = b.transactions;
    isSplit = b.isSplit;
    mayOverlap = b.mayOverlap;
    known = Digraph.of(b.nodes, b.from, b.to);
    keyStart = closed(b.keyStart, b.writer.size());
    writer = b.writer.toArray();
    readStart = closed(b.readStart, b.readers.size());
    readers = b.readers.toArray();
    keyOf = new int[writer.length];
    for (int key = 0; key + 1 < keyStart.length; key++) {
      Arrays.fill(keyOf, keyStart[key], keyStart[key + 1], key);
    }
    writtenStart = new int[transactions + 1];
    written = new int[writer.length];
    seenStart = new int[transactions + 1];
    seen = new int[readers.length];
    fillByTransaction();
  }

  private static int[] closed(IntList starts, int end) {
    int[] out = Arrays.copyOf(starts.toArray(), starts.size() + 1);
    out[starts.size()] = end;
    return out;
  }

  private void fillByTransaction() {
    for (int txn : writer) {
      writtenStart[txn + 1]++;
    }
    for (int txn : readers) {
      seenStart[txn + 1]++;
    }
    for (int txn = 0; txn < transactions; txn++) {
      writtenStart[txn + 1] += writtenStart[txn];
      seenStart[txn + 1] += seenStart[txn];
    }
    int[] nextWritten = writtenStart.clone();
    int[] nextSeen = seenStart.clone();
    for (int version = 0; version < writer.length; version++) {
      written[nextWritten[writer[version]]++] = version;
      for (int i = readStart[version]; i < readStart[version + 1]; i++) {
        seen[nextSeen[readers[i]]++] = version;
      }
    }
  }

  /**
   * A builder of a problem.
   *
   * @param isSplit whether transactions begin and commit at two moments
   */
  public static Builder builder(int transactions, boolean isSplit) {
    return new Builder(transactions, isSplit);
  }

  public int transactions() {
    return transactions;
  }

  /** Whether transactions begin and commit at two moments. */
  public boolean isSplit() {
    return isSplit;
  }

  /** Whether two writers of a key may both begin before either commits. */
  boolean mayOverlap() {
    return mayOverlap;
  }

  /** The node of a writer before which those commit that wrote a key of it before. */
  public int afterOverwritten(int txn) {
    return mayOverlap ? commit(txn) : begin(txn);
  }

  /** Nodes of transactions, and of what else the known edges go through. */
  public int nodes() {
    return known.nodes();
  }

  /** The node at which a transaction reads. */
  public int begin(int txn) {
    return txn;
  }

  /** The node at which the writes of a transaction take effect. */
  public int commit(int txn) {
    return isSplit ? transactions + txn : txn;
  }

  /** The transaction of a node, or -1 when it is of none. */
  public int transactionOf(int node) {
    if (node < transactions) {
      return node;
    }
    return isSplit && node < 2 * transactions ? node - transactions : -1;
  }

  Digraph known() {
    return known;
  }

  int keys() {
    return keyStart.length - 1;
  }

  int versions() {
    return writer.length;
  }

  int keyStart(int key) {
    return keyStart[key];
  }

  int keyEnd(int key) {
    return keyStart[key + 1];
  }

  int keyOf(int version) {
    return keyOf[version];
  }

  int writer(int version) {
    return writer[version];
  }

  int readStart(int version) {
    return readStart[version];
  }

  int readEnd(int version) {
    return readStart[version + 1];
  }

  int reader(int read) {
    return readers[read];
  }

  /** The versions that a transaction wrote, by ascending key. */
  int writtenStart(int txn) {
    return writtenStart[txn];
  }

  int writtenEnd(int txn) {
    return writtenStart[txn + 1];
  }

  int written(int index) {
    return written[index];
  }

  int seenStart(int txn) {
    return seenStart[txn];
  }

  int seenEnd(int txn) {
    return seenStart[txn + 1];
  }

  int seen(int index) {
    return seen[index];
  }

  /**
   * Collects keys one after the other, of each key its versions, of each version its readers. Not
   * safe for use by two threads.
   */
  public static final class Builder {
    private final int transactions;
    private final boolean isSplit;
    private boolean mayOverlap;
    private int nodes;
    private final IntList from;
    private final IntList to;
    private final IntList keyStart = new IntList(16);
    private final IntList writer = new IntList(16);
    private final IntList readStart = new IntList(16);
    private final IntList readers = new IntList(16);

    private Builder(int transactions, boolean isSplit) {
      this.transactions = transactions;
      this.isSplit = isSplit;
      nodes = isSplit ? 2 * transactions : transactions;
      from = new IntList(2 * nodes);
      to = new IntList(2 * nodes);
      for (int txn = 0; isSplit && txn < transactions; txn++) {
        edge(begin(txn), commit(txn));
      }
    }

    /** Says that two writers of a key may both begin before either commits. */
    public Builder mayOverlap() {
      mayOverlap = true;
      return this;
    }

    /** The node at which a transaction reads. */
    public int begin(int txn) {
      return txn;
    }

    /** The node at which the writes of a transaction take effect. */
    public int commit(int txn) {
      return isSplit ? transactions + txn : txn;
    }

    /** How many nodes there are so far. */
    public int nodes() {
      return nodes;
    }

    /** Adds a node of no transaction, for edges to go through. */
    public int addNode() {
      return nodes++;
    }

    /** Says that one node comes before another. */
    public Builder edge(int before, int after) {
      from.add(before);
      to.add(after);
      return this;
    }

    /** Says that one transaction commits before another begins. */
    public Builder precedes(int before, int after) {
      return edge(commit(before), begin(after));
    }

    /** Begins the next key. */
    public Builder key() {
      keyStart.add(writer.size());
      return this;
    }

    /** Adds a version of the key, the final one of its writer. */
    public Builder version(int txn) {
      writer.add(txn);
      readStart.add(readers.size());
      return this;
    }

    /** Says that another transaction read the version added last, which may be overwritten then. */
    public Builder readBefore(int txn) {
      return precedes(writer.get(writer.size() - 1), txn);
    }

    /** Says that another transaction read the version added last: each says so once. */
    public Builder read(int txn) {
      precedes(writer.get(writer.size() - 1), txn);
      readers.add(txn);
      return this;
    }

    public Polygraph build() {
      return new Polygraph(this);
    }
  }
}
