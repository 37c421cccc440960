package dev.assay.raftkv.server.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.kv.KvResult.Mismatch;
import dev.assay.raftkv.server.kv.KvResult.Ok;
import dev.assay.raftkv.server.kv.KvResult.SessionOpened;
import dev.assay.raftkv.server.kv.KvResult.SessionUnknown;
import dev.assay.raftkv.server.kv.KvResult.StaleSequence;
import dev.assay.raftkv.server.kv.KvResult.TooLarge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state machine as bytes: the number of values and each with its key, then the number of
 * sessions, the one unused for longest first, each with its last operation and what came of it.
 * Texts have a length(4) before, -1 for null.
 */
final class SnapshotCodec {
  private static final byte OK = 1;
  private static final byte MISMATCH = 2;
  private static final byte TOO_LARGE = 3;
  private static final byte SESSION_OPENED = 4;
  private static final byte SESSION_UNKNOWN = 5;
  private static final byte STALE_SEQUENCE = 6;

  private SnapshotCodec() {}

  static byte[] encode(Map<String, String> values, Map<Long, Sessions.Last> sessions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeInt(values.size());
      for (Map.Entry<String, String> value : values.entrySet()) {
        writeText(out, value.getKey());
        writeText(out, value.getValue());
      }
      out.writeInt(sessions.size());
      for (Map.Entry<Long, Sessions.Last> session : sessions.entrySet()) {
        out.writeLong(session.getKey());
        out.writeLong(session.getValue().sequence());
        writeResult(out, session.getValue().result());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory does not fail", impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a snapshot into empty maps.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static void decode(byte[] bytes, Map<String, String> values, Map<Long, Sessions.Last> sessions) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      for (int left = in.readInt(); left > 0; left--) {
        values.put(requireText(in), requireText(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        sessions.put(in.readLong(), new Sessions.Last(in.readLong(), readResult(in)));
      }
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes after the end of a snapshot");
      }
    } catch (IOException cut) {
      throw new IllegalArgumentException(
          "a snapshot of " + bytes.length + " bytes ends early", cut);
    }
  }

  private static void writeResult(DataOutputStream out, KvResult result) throws IOException {
    switch (result) {
      case Ok ok -> out.writeByte(OK);
      case Mismatch mismatch -> {
        out.writeByte(MISMATCH);
        writeText(out, mismatch.actual());
      }
      case TooLarge tooLarge -> {
        out.writeByte(TOO_LARGE);
        out.writeInt(tooLarge.bytesMax());
      }
      case SessionOpened opened -> {
        out.writeByte(SESSION_OPENED);
        out.writeLong(opened.session());
      }
      case SessionUnknown unknown -> {
        out.writeByte(SESSION_UNKNOWN);
        out.writeLong(unknown.session());
      }
      case StaleSequence stale -> {
        out.writeByte(STALE_SEQUENCE);
        out.writeLong(stale.lastSequence());
      }
    }
  }

  private static KvResult readResult(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case OK -> new Ok();
      case MISMATCH -> new Mismatch(readText(in));
      case TOO_LARGE -> new TooLarge(in.readInt());
      case SESSION_OPENED -> new SessionOpened(in.readLong());
      case SESSION_UNKNOWN -> new SessionUnknown(in.readLong());
      case STALE_SEQUENCE -> new StaleSequence(in.readLong());
      default -> throw new IllegalArgumentException("result of unknown kind " + kind);
    };
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String requireText(DataInputStream in) throws IOException {
    String text = readText(in);
    if (text == null) {
      throw new IllegalArgumentException("a text is missing");
    }
    return text;
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > in.available()) {
      throw new IllegalArgumentException(length + " bytes in " + in.available());
    }
    return new String(in.readNBytes(length), UTF_8);
  }
}
