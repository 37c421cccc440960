package dev.assay.runtime.real;

import dev.assay.runtime.Network;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Frames between nodes: {@code length(4) crc(4) kind(1) payload}, where length counts kind and
 * payload, and the checksum covers them.
 */
final class Frames {
  /** The first frame of a connection: {@code protocol} newline {@code from} newline {@code to}. */
  static final byte HELLO = 1;

  static final byte MESSAGE = 2;

  /** Nothing but a sign of life, in either direction. */
  static final byte ALIVE = 3;

  private static final String PROTOCOL = "assay-1";
  private static final int PREFIX_BYTES = 8;
  private static final int FRAME_BYTES_MAX = Network.MESSAGE_BYTES_MAX + 1;

  private Frames() {}

  /** A frame as it came. */
  @SuppressWarnings("ArrayRecordComponent") // Frames are never compared.
  record Frame(byte kind, byte[] payload) {}

  /** Who dialled, and whom. */
  record Hello(String from, String to) {
    byte[] encode() {
      return (PROTOCOL + "\n" + from + "\n" + to).getBytes(StandardCharsets.UTF_8);
    }

    static Hello decode(byte[] payload) {
      String text = new String(payload, StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      if (lines.size() != 3 || !lines.get(0).equals(PROTOCOL)) {
        throw new CorruptedFrameException("expected a hello of protocol " + PROTOCOL);
      }
      return new Hello(lines.get(1), lines.get(2));
    }
  }

  static ByteBuf encode(ByteBufAllocator allocator, byte kind, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(kind);
    crc.update(payload);
    ByteBuf frame = allocator.buffer(PREFIX_BYTES + 1 + payload.length);
    frame.writeInt(1 + payload.length).writeInt((int) crc.getValue());
    return frame.writeByte(kind).writeBytes(payload);
  }

  /** Cuts the stream into frames; a bad one ends the connection. */
  static final class Decoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (in.readableBytes() < PREFIX_BYTES) {
        return;
      }
      int length = in.getInt(in.readerIndex());
      if (length < 1 || length > FRAME_BYTES_MAX) {
        throw new CorruptedFrameException(
            "frame of " + length + " bytes; expected 1 to " + FRAME_BYTES_MAX);
      }
      if (in.readableBytes() < PREFIX_BYTES + length) {
        return;
      }
      in.skipBytes(Integer.BYTES);
      int expected = in.readInt();
      CRC32C crc = new CRC32C();
      crc.update(in.nioBuffer(in.readerIndex(), length));
      if ((int) crc.getValue() != expected) {
        throw new CorruptedFrameException("frame of " + length + " bytes with a wrong checksum");
      }
      byte kind = in.readByte();
      byte[] payload = new byte[length - 1];
      in.readBytes(payload);
      out.add(new Frame(kind, payload));
    }
  }
}
