package dev.assay.raftkv.client;

import java.util.Map;

/**
 * The numbers under which a client's operations take effect at most once (§8). For one operation at
 * a time; only {@link #close} may come from another thread.
 */
final class KvSession {
  private static final long NONE = -1;

  private long id = NONE;
  private long sequence;
  private volatile boolean closed;

  boolean isOpen() {
    return id != NONE;
  }

  /** The server gave this session; its first operation has sequence number 1. */
  void opened(long newId) {
    id = newId;
    sequence = 1;
  }

  /** The server knows the session no more. */
  void forget() {
    id = NONE;
  }

  /** What was sent under the last number is over. */
  void advance() {
    sequence++;
  }

  /** Headers of an operation; the same ones when it is sent again. */
  Map<String, String> headers() {
    return Map.of("Assay-Session", Long.toString(id), "Assay-Sequence", Long.toString(sequence));
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }
}
