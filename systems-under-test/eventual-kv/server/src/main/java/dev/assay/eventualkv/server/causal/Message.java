package dev.assay.eventualkv.server.causal;

import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.List;

/** What nodes tell each other. Everything may come late, twice, or never. */
sealed interface Message {
  /** Writes that you may not have. */
  record Writes(List<Write> writes) implements Message {}

  /** What I have: send me what I lack. */
  record Have(VersionVector applied) implements Message {}

  /** The message as bytes. */
  default byte[] toBytes() {
    Encoder out = new Encoder();
    switch (this) {
      case Writes m -> out.put(1).putAll(m.writes, write -> write.encode(out));
      case Have m -> out.put(2).put(m.applied.counters());
    }
    return out.toBytes();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static Message of(byte[] bytes) {
    return Decoder.decode(bytes, Message::decode);
  }

  private static Message decode(Decoder in) {
    int kind = in.number();
    return switch (kind) {
      case 1 -> new Writes(in.all(6 * Integer.BYTES, () -> Write.decode(in)));
      case 2 -> new Have(new VersionVector(in.numbers()));
      default -> throw new IllegalArgumentException("message of unknown kind " + kind);
    };
  }
}
