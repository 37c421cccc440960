package dev.assay.runtime.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.runtime.real.Frames.Frame;
import dev.assay.runtime.real.Frames.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new Frames.Decoder());

  private static ByteBuf frame(byte... payload) {
    return Frames.encode(UnpooledByteBufAllocator.DEFAULT, Frames.MESSAGE, payload);
  }

  @Test
  void frameThatComesByteByByteIsWhole() {
    ByteBuf bytes = frame((byte) 1, (byte) 2);
    while (bytes.readableBytes() > 1) {
      channel.writeInbound(bytes.readBytes(1));
      assertNull(channel.readInbound());
    }
    channel.writeInbound(bytes);

    Frame frame = channel.readInbound();

    assertEquals(Frames.MESSAGE, frame.kind());
    assertArrayEquals(new byte[] {1, 2}, frame.payload());
  }

  @Test
  void everyFlippedBitAfterTheLengthIsFound() {
    for (int bit = 32; bit < 8 * 11; bit++) {
      ByteBuf bytes = frame((byte) 1, (byte) 2);
      bytes.setByte(bit / 8, bytes.getByte(bit / 8) ^ (1 << (bit % 8)));
      EmbeddedChannel fresh = new EmbeddedChannel(new Frames.Decoder());
      assertThrows(DecoderException.class, () -> fresh.writeInbound(bytes), "bit " + bit);
    }
  }

  @Test
  void lengthIsBounded() {
    assertThrows(
        DecoderException.class,
        () -> channel.writeInbound(Unpooled.buffer().writeInt(Integer.MAX_VALUE).writeInt(0)));
    assertThrows(
        DecoderException.class,
        () ->
            new EmbeddedChannel(new Frames.Decoder())
                .writeInbound(Unpooled.buffer().writeInt(-1).writeInt(0)));
  }

  @Test
  void helloOfAnotherProtocolIsRefused() {
    assertEquals(new Hello("n1", "n2"), Hello.decode(new Hello("n1", "n2").encode()));
    assertThrows(CorruptedFrameException.class, () -> Hello.decode(new byte[] {71, 69, 84}));
  }
}
