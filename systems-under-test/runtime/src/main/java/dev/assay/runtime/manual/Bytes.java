package dev.assay.runtime.manual;

import java.util.Arrays;

/** An immutable content that grows cheaply: appending to the longest version shares its array. */
final class Bytes {
  private final Shared shared;
  private final int length;

  private static final class Shared {
    byte[] array;
    int used;

    Shared(byte[] array, int used) {
      this.array = array;
      this.used = used;
    }
  }

  Bytes(byte... content) {
    this(new Shared(content.clone(), content.length), content.length);
  }

  private Bytes(Shared shared, int length) {
    this.shared = shared;
    this.length = length;
  }

  int length() {
    return length;
  }

  Bytes concat(Bytes added) {
    Shared target = shared.used == length ? shared : new Shared(toArray(), length);
    if (target.array.length < length + added.length) {
      target.array = Arrays.copyOf(target.array, 2 * (length + added.length));
    }
    System.arraycopy(added.shared.array, 0, target.array, length, added.length);
    target.used = length + added.length;
    return new Bytes(target, target.used);
  }

  Bytes first(int count) {
    return new Bytes(shared, Math.min(count, length));
  }

  int read(int offset, byte[] into, int count) {
    int available = Math.max(0, Math.min(count, length - offset));
    System.arraycopy(shared.array, offset, into, 0, available);
    return available;
  }

  byte[] toArray() {
    return Arrays.copyOf(shared.array, length);
  }
}
