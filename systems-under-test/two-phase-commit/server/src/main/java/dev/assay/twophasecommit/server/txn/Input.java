package dev.assay.twophasecommit.server.txn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What {@link Output} wrote. Everything throws {@link java.nio.BufferUnderflowException} when it
 * ends early, and {@link IllegalArgumentException} for a length that cannot be.
 */
final class Input {
  private final ByteBuffer in;

  Input(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  int number() {
    return in.getInt();
  }

  long longNumber() {
    return in.getLong();
  }

  String text() {
    byte[] bytes = new byte[length(1)];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  TxnId txn() {
    return new TxnId(longNumber(), text(), longNumber(), longNumber());
  }

  List<String> texts() {
    int count = length(Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return List.copyOf(texts);
  }

  List<TxnId> txns() {
    int count = length(Integer.BYTES);
    List<TxnId> txns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      txns.add(txn());
    }
    return List.copyOf(txns);
  }

  Ballot ballot() {
    return new Ballot(longNumber(), text(), longNumber());
  }

  Choice choice() {
    return new Choice(oneOf(Message.Vote.Kind.values()), longNumber());
  }

  /** What stands under each name, such as {@link Output#putChoices} wrote. */
  <T> Map<String, T> byName(Supplier<T> each) {
    int count = length(Integer.BYTES);
    Map<String, T> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      all.put(name, each.get());
    }
    return Collections.unmodifiableMap(all);
  }

  <T> T oneOf(T[] values) {
    int ordinal = number();
    if (ordinal < 0 || ordinal >= values.length) {
      throw new IllegalArgumentException("no kind " + ordinal + " of " + values.length);
    }
    return values[ordinal];
  }

  List<Long> value() {
    int count = length(Long.BYTES);
    List<Long> value = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      value.add(longNumber());
    }
    return List.copyOf(value);
  }

  private int length(int elementBytes) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / elementBytes) {
      throw new IllegalArgumentException(
          "a length of " + length + " with " + in.remaining() + " bytes left");
    }
    return length;
  }

  void requireEnd() {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes after the end");
    }
  }
}
