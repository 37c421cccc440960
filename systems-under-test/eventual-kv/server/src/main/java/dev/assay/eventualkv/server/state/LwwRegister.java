package dev.assay.eventualkv.server.state;

import dev.assay.eventualkv.server.Bug;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register of which the write with the largest timestamp remains (Johnson and Thomas, RFC 677;
 * Shapiro et al., A comprehensive study of CRDTs, 2011, §3.2.1). Of two concurrent writes one is
 * lost, though both were acknowledged.
 *
 * @param timestamp 0 when it was never written
 * @param value null when it was deleted, or never written
 */
public record LwwRegister(long timestamp, String node, @Nullable String value) implements State {
  static final int KIND = 2;

  public static final LwwRegister EMPTY = new LwwRegister(0, "", null);

  private static final Comparator<LwwRegister> ORDER =
      Comparator.comparingLong(LwwRegister::timestamp).thenComparing(LwwRegister::node);

  @Override
  public LwwRegister join(State other, Set<Bug> bugs) {
    LwwRegister that = State.same(LwwRegister.class, other);
    return ORDER.compare(this, that) >= 0 ? this : that;
  }

  @Override
  public String token() {
    return Long.toString(timestamp);
  }

  @Override
  public void encode(Encoder out) {
    out.put(KIND).put(timestamp).put(node).putNullable(value);
  }

  static LwwRegister decode(Decoder in) {
    return new LwwRegister(in.longNumber(), in.text(), in.nullableText());
  }
}
