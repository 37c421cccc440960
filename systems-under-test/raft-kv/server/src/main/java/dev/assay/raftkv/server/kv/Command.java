package dev.assay.raftkv.server.kv;

import org.jspecify.annotations.Nullable;

/** What clients ask the state machine to do; everything that applying depends on is in here. */
public sealed interface Command {
  /** Sets a key. */
  record Put(String key, String value) implements Command {}

  /**
   * Sets a key if it has the expected value.
   *
   * @param expected {@code null}: the key must have no value
   */
  record Cas(String key, @Nullable String expected, String value) implements Command {}

  /** Adds to the end of a value; a key without one counts as empty. */
  record Append(String key, String suffix) implements Command {}

  /**
   * Opens a client session.
   *
   * @param sessionsMax how many sessions may be open then; it is part of the command, so that all
   *     servers evict the same, whatever their configuration
   */
  record OpenSession(int sessionsMax) implements Command {}

  /**
   * A command as it stands in the log.
   *
   * @param session 0 when the client wants none
   * @param sequence the number of the operation within its session
   */
  record Request(long session, long sequence, Command command) {}
}
