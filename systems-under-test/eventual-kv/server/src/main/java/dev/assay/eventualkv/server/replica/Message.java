package dev.assay.eventualkv.server.replica;

import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What nodes tell each other. Everything may come late, twice, or never. */
sealed interface Message {
  /**
   * Join this to what you have, and say when it is on your disk.
   *
   * @param hintFor the node in whose place you keep it, or an empty text
   */
  record Replicate(long id, Key key, State state, String hintFor) implements Message {}

  /** It is. */
  record Stored(long id) implements Message {}

  /** What do you have? */
  record Fetch(long id, Key key) implements Message {}

  /** This. */
  record Fetched(long id, Key key, State state) implements Message {}

  /** A read has found this, which you did not have all of. */
  record Repair(Key key, State state) implements Message {}

  /** Hashes of a node of the hash tree of the keys that we both keep. */
  record Hashes(int level, int index, List<Long> hashes) implements Message {}

  /** Digests of all keys in a leaf of that tree. */
  record Leaf(int index, SortedMap<Key, Long> digests) implements Message {}

  /**
   * What I have of a key in which we differ.
   *
   * @param wantsBack whether you are to send what you have
   */
  record Push(Key key, State state, boolean wantsBack) implements Message {}

  /** The message as bytes: a kind, then the fields in their order. */
  default byte[] toBytes() {
    Encoder out = new Encoder();
    switch (this) {
      case Replicate m -> {
        out.put(1).put(m.id).put(m.key.text());
        m.state.encode(out);
        out.put(m.hintFor);
      }
      case Stored m -> out.put(2).put(m.id);
      case Fetch m -> out.put(3).put(m.id).put(m.key.text());
      case Fetched m -> {
        out.put(4).put(m.id).put(m.key.text());
        m.state.encode(out);
      }
      case Repair m -> {
        out.put(5).put(m.key.text());
        m.state.encode(out);
      }
      case Hashes m -> out.put(6).put(m.level).put(m.index).putAll(m.hashes, out::put);
      case Leaf m ->
          out.put(7)
              .put(m.index)
              .putAll(m.digests.entrySet(), e -> out.put(e.getKey().text()).put(e.getValue()));
      case Push m -> {
        out.put(8).put(m.key.text());
        m.state.encode(out);
        out.put(m.wantsBack ? 1 : 0);
      }
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
      case 1 -> new Replicate(in.longNumber(), new Key(in.text()), State.decode(in), in.text());
      case 2 -> new Stored(in.longNumber());
      case 3 -> new Fetch(in.longNumber(), new Key(in.text()));
      case 4 -> new Fetched(in.longNumber(), new Key(in.text()), State.decode(in));
      case 5 -> new Repair(new Key(in.text()), State.decode(in));
      case 6 -> new Hashes(in.number(), in.number(), in.all(Long.BYTES, in::longNumber));
      case 7 -> {
        int index = in.number();
        SortedMap<Key, Long> digests = new TreeMap<>();
        in.all(Integer.BYTES + Long.BYTES, () -> digests.put(new Key(in.text()), in.longNumber()));
        yield new Leaf(index, digests);
      }
      case 8 -> new Push(new Key(in.text()), State.decode(in), in.number() == 1);
      default -> throw new IllegalArgumentException("message of unknown kind " + kind);
    };
  }
}
