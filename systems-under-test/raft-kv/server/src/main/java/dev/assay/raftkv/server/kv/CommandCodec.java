package dev.assay.raftkv.server.kv;

import dev.assay.raftkv.server.kv.Command.Append;
import dev.assay.raftkv.server.kv.Command.Cas;
import dev.assay.raftkv.server.kv.Command.OpenSession;
import dev.assay.raftkv.server.kv.Command.Put;
import dev.assay.raftkv.server.kv.Command.Request;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Requests as bytes: {@code kind(1) session(8) sequence(8)}, then the fields; texts have a
 * length(4), -1 for null.
 */
public final class CommandCodec {
  private static final byte PUT = 1;
  private static final byte CAS = 2;
  private static final byte APPEND = 3;
  private static final byte OPEN_SESSION = 4;
  private static final int HEADER_BYTES = 17;

  private CommandCodec() {}

  public static byte[] encode(Request request) {
    return switch (request.command()) {
      case Put put -> encode(PUT, request, put.key(), put.value());
      case Cas cas -> encode(CAS, request, cas.key(), cas.expected(), cas.value());
      case Append append -> encode(APPEND, request, append.key(), append.suffix());
      case OpenSession open ->
          ByteBuffer.allocate(HEADER_BYTES + 4)
              .put(OPEN_SESSION)
              .putLong(request.session())
              .putLong(request.sequence())
              .putInt(open.sessionsMax())
              .array();
    };
  }

  private static byte[] encode(byte kind, Request request, @Nullable String... texts) {
    byte[][] fields = new byte[texts.length][];
    int size = HEADER_BYTES;
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      fields[i] = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      size += 4 + fields[i].length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(kind).putLong(request.session()).putLong(request.sequence());
    for (int i = 0; i < texts.length; i++) {
      out.putInt(texts[i] == null ? -1 : fields[i].length).put(fields[i]);
    }
    return out.array();
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  public static Request decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte kind = in.get();
      long session = in.getLong();
      long sequence = in.getLong();
      Command command =
          switch (kind) {
            case PUT -> new Put(text(in), text(in));
            case CAS -> new Cas(text(in), optionalText(in), text(in));
            case APPEND -> new Append(text(in), text(in));
            case OPEN_SESSION -> new OpenSession(in.getInt());
            default -> throw new IllegalArgumentException("command of unknown kind " + kind);
          };
      return new Request(session, sequence, command);
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException("a command of " + bytes.length + " bytes ends early", cut);
    }
  }

  private static String text(ByteBuffer in) {
    String text = optionalText(in);
    if (text == null) {
      throw new IllegalArgumentException("a text is missing before byte " + in.position());
    }
    return text;
  }

  private static @Nullable String optionalText(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    if (length > in.remaining()) {
      throw new IllegalArgumentException(length + " bytes in " + in.remaining());
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
