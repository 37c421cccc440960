package dev.assay.histories.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Damages sample files: flips, cuts, repetitions, splices, huge numbers, deep nesting. */
final class Mutator {
  private static final int BYTES_MAX = 1 << 20;

  private static final String[] PIECES = {
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "#",
    "#{",
    "#_",
    "##",
    "\"",
    "\\",
    ":",
    ";",
    "\n",
    "\t",
    "nil",
    "-",
    "1e9",
    "N",
    "/0",
    "M",
    "\\u",
    "\u00e9",
    "{\"#map\":[",
    "{\"#set\":[1,1]}",
    ":type",
    ":ok",
    "99999999999999999999",
    "0x",
    "#inst",
    "^",
    "@",
    "'",
    ",",
    "\0",
    "\r\n",
    "1e999999999",
    "1E-2147483648",
    "-0",
    "9223372036854775807",
    "-9223372036854775808",
    "2147483648",
    "[[:r 1 nil]]",
    "{\"a\":",
    "\"#keyword\""
  };

  private final List<byte[]> samples;
  private final SplittableRandom random;

  Mutator(List<byte[]> samples, SplittableRandom random) {
    this.samples = samples;
    this.random = random;
  }

  /** A sample with one to five damages. */
  byte[] next() {
    byte[] bytes = anySample();
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes = damage(bytes);
    }
    byte[] bounded = bytes.length > BYTES_MAX ? Arrays.copyOf(bytes, BYTES_MAX) : bytes;
    return random.nextInt(4) > 0 ? sealed(bounded) : bounded;
  }

  private byte[] anySample() {
    return samples.get(random.nextInt(samples.size()));
  }

  private byte[] damage(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int length = Math.min(bytes.length - at, random.nextInt(1 + random.nextInt(40)));
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(11)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> splice(bytes, at, length, new byte[0]);
      case 2 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
      case 3 -> splice(bytes, at, 0, piece);
      case 4 -> splice(bytes, at, length, piece);
      case 5, 6 -> flip(bytes, at);
      case 7 -> splice(bytes, at, 0, repeat(piece, random.nextInt(1 + random.nextInt(20_000))));
      case 8 -> number(bytes, at, piece);
      case 9 -> swapWithLine(bytes, at);
      default -> cross(bytes, at);
    };
  }

  /** The beginning of one sample and the end of another. */
  private byte[] cross(byte[] bytes, int at) {
    byte[] other = anySample();
    int from = random.nextInt(other.length + 1);
    return splice(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
  }

  /** The next number is another: a huge one, a negative one, one of a million digits. */
  private byte[] number(byte[] bytes, int at, byte[] piece) {
    int from = at;
    while (from < bytes.length && (bytes[from] < '0' || bytes[from] > '9')) {
      from++;
    }
    int to = from;
    while (to < bytes.length && bytes[to] >= '0' && bytes[to] <= '9') {
      to++;
    }
    byte[] other =
        switch (random.nextInt(5)) {
          case 0 -> "99999999999999999999".getBytes(StandardCharsets.UTF_8);
          case 1 -> repeat(new byte[] {'9'}, 1 + random.nextInt(200_000));
          case 2 -> String.valueOf(random.nextLong()).getBytes(StandardCharsets.UTF_8);
          case 3 -> String.valueOf(random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
          default -> piece;
        };
    return splice(bytes, from, to - from, other);
  }

  /** A line is repeated in another place. */
  private byte[] swapWithLine(byte[] bytes, int at) {
    int from = at;
    while (from > 0 && bytes[from - 1] != '\n') {
      from--;
    }
    int to = at;
    while (to < bytes.length && bytes[to] != '\n') {
      to++;
    }
    byte[] line = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, to + 1));
    return splice(bytes, random.nextInt(2) == 0 ? from : random.nextInt(bytes.length + 1), 0, line);
  }

  private byte[] flip(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 1 << random.nextInt(8));
    }
    return flipped;
  }

  /** In a test.jepsen the checksums are put right, so that the damage is looked at. */
  static byte[] sealed(byte[] bytes) {
    if (bytes.length < 18 || bytes[0] != 'J' || bytes[1] != 'E') {
      return bytes;
    }
    ByteBuffer file = ByteBuffer.wrap(bytes.clone());
    int at = 18;
    while (at <= file.limit() - 28) {
      long length = file.getLong(at);
      if (length < 28 || length > file.limit() - at) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(file.slice(at + 28, (int) length - 28));
      crc.update(ByteBuffer.allocate(28).putLong(0, length).putShort(12, file.getShort(at + 12)));
      file.putInt(at + 8, (int) crc.getValue());
      at += (int) length;
    }
    return file.array();
  }

  private static byte[] splice(byte[] bytes, int at, int drop, byte[] put) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(put, 0, put.length);
    out.write(bytes, at + drop, bytes.length - at - drop);
    return out.toByteArray();
  }

  private static byte[] repeat(byte[] piece, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.write(piece, 0, piece.length);
    }
    return out.toByteArray();
  }
}
