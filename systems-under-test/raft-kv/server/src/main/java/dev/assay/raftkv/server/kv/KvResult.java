package dev.assay.raftkv.server.kv;

import dev.assay.raftkv.server.raft.StateMachine.Result;
import org.jspecify.annotations.Nullable;

/** What applying a command gave. */
public sealed interface KvResult extends Result {
  /** It was done. */
  record Ok() implements KvResult {}

  /**
   * The cas was not done.
   *
   * @param actual what the key had; {@code null}: no value
   */
  record Mismatch(@Nullable String actual) implements KvResult {}

  /** The append was not done: the value would have become too long. */
  record TooLarge(int bytesMax) implements KvResult {}

  record SessionOpened(long session) implements KvResult {}

  /** Not done: the session was never opened or was evicted. */
  record SessionUnknown(long session) implements KvResult {}

  /** Not done: the session has applied an operation with a larger number. */
  record StaleSequence(long lastSequence) implements KvResult {}
}
