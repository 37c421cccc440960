package dev.assay.eventualkv.server.causal;

import dev.assay.eventualkv.server.state.Dot;
import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A write, as it goes from node to node and into logs.
 *
 * @param dot the node that took it and its place among that node's writes, from 1
 * @param dependencies what has to be shown before it, beside the node's earlier writes
 * @param timestamp above those of all that it depends on: of two writes of a key the later stays
 * @param value null to delete
 */
record Write(
    Dot dot, VersionVector dependencies, long timestamp, String key, @Nullable String value) {
  /** Which of two writes of a key stays, on all nodes alike: the greater. */
  static final Comparator<Write> LAST =
      Comparator.comparingLong(Write::timestamp).thenComparing(write -> write.dot().node());

  void encode(Encoder out) {
    out.put(dot.node()).put(dot.counter()).put(dependencies.counters());
    out.put(timestamp).put(key).putNullable(value);
  }

  static Write decode(Decoder in) {
    return new Write(
        new Dot(in.text(), in.longNumber()),
        new VersionVector(in.numbers()),
        in.longNumber(),
        in.text(),
        in.nullableText());
  }
}
