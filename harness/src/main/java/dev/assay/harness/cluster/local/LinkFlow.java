package dev.assay.harness.cluster.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: bytes on their way, and how many of them may still arrive. */
final class LinkFlow {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long UNLIMITED = Long.MAX_VALUE;

  /** Always ready to be filled; allocated when the first byte comes. */
  private @Nullable ByteBuffer held;

  private long allowance = UNLIMITED;
  private boolean ending;
  private boolean endPassed;
  private boolean senderReset;
  private boolean receiverReset;

  /** Lets at most so many bytes more arrive; never more than were allowed before. */
  void allow(long bytes) {
    allowance = Math.min(allowance, bytes);
  }

  void allowAll() {
    allowance = UNLIMITED;
  }

  /** Whether packets are lost in this direction or the other. */
  boolean restricted() {
    return allowance != UNLIMITED;
  }

  /** Whether the news of an end or a reset gets through. */
  boolean passes() {
    return allowance > 0;
  }

  /** Whether the sender will send no more. */
  boolean ending() {
    return ending;
  }

  boolean senderReset() {
    return senderReset;
  }

  boolean receiverReset() {
    return receiverReset;
  }

  boolean wantsRead() {
    return !ending && !reset() && (held == null || held.hasRemaining());
  }

  boolean wantsWrite() {
    return !reset() && allowance > 0 && pending() > 0;
  }

  private boolean reset() {
    return senderReset || receiverReset;
  }

  /** Takes in what the sender has sent, as far as there is room. */
  void fill(SocketChannel from) {
    if (!wantsRead()) {
      return;
    }
    ByteBuffer buffer = held;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(BUFFER_BYTES);
      held = buffer;
    }
    try {
      if (from.read(buffer) < 0) {
        ending = true;
      }
    } catch (IOException e) {
      senderReset = true;
    }
  }

  /**
   * Moves what there is and may arrive.
   *
   * @return whether the flow goes on: false once its end has arrived
   */
  boolean move(SocketChannel from, SocketChannel to) {
    if (endPassed) {
      return false;
    }
    // A few rounds, then the others get their turn; what is left wakes the thread again.
    for (int round = 0; round < 4; round++) {
      int before = pending();
      fill(from);
      boolean filled = pending() > before;
      if (drain(to) == 0 || !filled) {
        break;
      }
    }
    if (ending && pending() == 0 && passes() && !reset()) {
      endPassed = true;
      try {
        to.shutdownOutput();
      } catch (IOException e) {
        receiverReset = true;
      }
    }
    return !endPassed;
  }

  private int pending() {
    return held == null ? 0 : held.position();
  }

  /** Passes on what may arrive; returns how many bytes did. */
  private int drain(SocketChannel to) {
    ByteBuffer buffer = held;
    if (buffer == null || !wantsWrite()) {
      return 0;
    }
    buffer.flip();
    int limit = buffer.limit();
    buffer.limit((int) Math.min(limit, allowance));
    int count = 0;
    try {
      count = to.write(buffer);
      if (allowance != UNLIMITED) {
        allowance -= count;
      }
    } catch (IOException e) {
      receiverReset = true;
    }
    buffer.limit(limit);
    buffer.compact();
    return count;
  }
}
