package dev.assay.runtime.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that grow: numbers big-endian, texts and collections with their length(4) before. Equal
 * content gives equal bytes when collections are in a fixed order.
 */
public final class Encoder {
  private ByteBuffer out = ByteBuffer.allocate(128);

  public Encoder put(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public Encoder put(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  public Encoder put(String text) {
    return put(text.getBytes(UTF_8));
  }

  /** A text or nothing; the length -1 stands for nothing. */
  public Encoder putNullable(@Nullable String text) {
    return text == null ? put(-1) : put(text);
  }

  public Encoder put(byte[] bytes) {
    put(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  /** Bytes that were encoded already, without their length. */
  public Encoder append(byte[] encoded) {
    room(encoded.length).put(encoded);
    return this;
  }

  /** A collection: how many, then each. */
  public <T> Encoder putAll(Collection<T> all, Consumer<T> each) {
    put(all.size());
    all.forEach(each);
    return this;
  }

  /** Numbers by name. */
  public Encoder put(Map<String, Long> numbers) {
    return putAll(numbers.entrySet(), entry -> put(entry.getKey()).put(entry.getValue()));
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int length = Math.max(2 * out.capacity(), out.position() + bytes);
      out = ByteBuffer.wrap(Arrays.copyOf(out.array(), length)).position(out.position());
    }
    return out;
  }

  /** All that was put so far. */
  public byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
