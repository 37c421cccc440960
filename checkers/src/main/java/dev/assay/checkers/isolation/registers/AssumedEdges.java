package dev.assay.checkers.isolation.registers;

/**
 * What assumed orders of versions mean for transactions: the writer of the second version comes
 * after the writer of the first, and after all that read it.
 */
final class AssumedEdges {
  private static final int NONE = -1;

  private final Registers registers;
  private final Readers readers;
  private final AssumedOrders orders;
  private final VersionEdges edges;

  /** Takes the edges. Many readers and many later writers meet at a gate. */
  interface Sink {
    /** The second wrote over a version of the first. */
    void overwrite(int from, int to);

    /** The second wrote over a version that the first read. */
    void anti(int from, int to);

    /** A new gate, behind which lies what was written over something. */
    int gate();

    /** What one read was written over by all behind a gate. */
    void intoGate(int reader, int gate);

    void outOfGate(int gate, int writer);
  }

  AssumedEdges(Registers registers, Readers readers, AssumedOrders orders) {
    this.registers = registers;
    this.readers = readers;
    this.orders = orders;
    edges = orders.edges();
  }

  /** Tells the edges of a key. */
  void ofKey(int key, Sink sink) {
    for (int from = orders.start(key); from < orders.end(key); ) {
      int until = from + 1;
      while (until < orders.end(key) && edges.from(until) == edges.from(from)) {
        until++;
      }
      ofVersion(from, until, sink);
      from = until;
    }
  }

  private void ofVersion(int from, int until, Sink sink) {
    int version = edges.from(from);
    for (int edge = from; edge < until; edge++) {
      sink.overwrite(registers.writer(version), registers.writer(edges.to(edge)));
    }
    int gate = NONE;
    for (int at = readers.start(version); at < readers.end(version); at++) {
      int reader = readers.reader(at);
      // One that wrote the key itself may be among the later writers, and does not precede itself.
      boolean isDirect = until - from == 1 || readers.overwrites(at);
      for (int edge = from; isDirect && edge < until; edge++) {
        int writer = registers.writer(edges.to(edge));
        if (writer != reader) {
          sink.anti(reader, writer);
        }
      }
      if (!isDirect) {
        gate = gate == NONE ? gateBefore(from, until, sink) : gate;
        sink.intoGate(reader, gate);
      }
    }
  }

  private int gateBefore(int from, int until, Sink sink) {
    int gate = sink.gate();
    for (int edge = from; edge < until; edge++) {
      sink.outOfGate(gate, registers.writer(edges.to(edge)));
    }
    return gate;
  }
}
