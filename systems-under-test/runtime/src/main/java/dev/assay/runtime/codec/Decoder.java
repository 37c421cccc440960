package dev.assay.runtime.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Encoder} wrote. Everything throws {@link BufferUnderflowException} where the bytes
 * end early, and {@link IllegalArgumentException} for a length that cannot be.
 */
public final class Decoder {
  private final ByteBuffer in;

  private Decoder(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads all of the bytes.
   *
   * @throws IllegalArgumentException when they end early, go on, or hold what cannot be
   */
  public static <T> T decode(byte[] bytes, Function<Decoder, T> read) {
    Decoder decoder = new Decoder(bytes);
    try {
      T result = read.apply(decoder);
      if (decoder.in.hasRemaining()) {
        throw new IllegalArgumentException(decoder.in.remaining() + " bytes after the end");
      }
      return result;
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException(bytes.length + " bytes, which end early", cut);
    }
  }

  public int number() {
    return in.getInt();
  }

  public long longNumber() {
    return in.getLong();
  }

  public byte[] bytes() {
    byte[] bytes = new byte[length(1)];
    in.get(bytes);
    return bytes;
  }

  public String text() {
    return new String(bytes(), UTF_8);
  }

  public @Nullable String nullableText() {
    if (in.getInt(in.position()) == -1) {
      in.getInt();
      return null;
    }
    return text();
  }

  /**
   * A collection.
   *
   * @param elementBytesMin the fewest bytes of an element, which bounds how many there can be
   */
  public <T> List<T> all(int elementBytesMin, Supplier<T> each) {
    int count = length(elementBytesMin);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(each.get());
    }
    return all;
  }

  public SortedMap<String, Long> numbers() {
    SortedMap<String, Long> numbers = new TreeMap<>();
    int count = length(Integer.BYTES + Long.BYTES);
    for (int i = 0; i < count; i++) {
      String name = text();
      numbers.put(name, longNumber());
    }
    return numbers;
  }

  private int length(int elementBytesMin) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / elementBytesMin) {
      throw new IllegalArgumentException(
          "a length of " + length + " with " + in.remaining() + " bytes left");
    }
    return length;
  }
}
