package dev.assay.eventualkv.server.state;

import dev.assay.eventualkv.server.Bug;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.Set;

/**
 * What a replica knows of a key. Joins are associative, commutative and idempotent, so that states
 * may be sent late, twice and in any order; and each update makes a state that is above the one
 * before. A state is never taken apart: who has an update of a node has all its earlier ones.
 */
public sealed interface State permits Siblings, LwwRegister, PnCounter, OrSet {
  /**
   * The least state above both.
   *
   * @throws IllegalArgumentException when they are not of one kind
   */
  State join(State other, Set<Bug> bugs);

  /** Equal states give equal bytes. */
  void encode(Encoder out);

  /** What is told to clients as what they have seen. */
  String token();

  /** The state as bytes. */
  default byte[] toBytes() {
    Encoder out = new Encoder();
    encode(out);
    return out.toBytes();
  }

  /** A number that differs, in all likelihood, where the states differ. */
  default long digest() {
    return digestOf(toBytes());
  }

  /** The digest of the state that these bytes are. */
  static long digestOf(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    return hash ^ (hash >>> 29);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is none
   */
  static State decode(Decoder in) {
    int kind = in.number();
    return switch (kind) {
      case Siblings.KIND -> Siblings.decode(in);
      case LwwRegister.KIND -> LwwRegister.decode(in);
      case PnCounter.KIND -> PnCounter.decode(in);
      case OrSet.KIND -> OrSet.decode(in);
      default -> throw new IllegalArgumentException("a state of unknown kind " + kind);
    };
  }

  /** The other as the same kind. */
  static <T extends State> T same(Class<T> kind, State other) {
    if (!kind.isInstance(other)) {
      throw new IllegalArgumentException(
          "expected a "
              + kind.getSimpleName()
              + ", found a "
              + other.getClass().getSimpleName()
              + ": all nodes must have the same --conflicts");
    }
    return kind.cast(other);
  }
}
