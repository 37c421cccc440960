package dev.assay.runtime;

import java.util.Optional;

/**
 * The node's own folder: files that are appended to, and small files replaced as a whole.
 *
 * <p>Changes are visible to this node at once and durable only after {@link #sync}. Of what was not
 * synced a crash keeps some prefix, in the order of the calls, and perhaps a part of the append
 * that follows it, torn. A disk that fails (an error on write or fsync, a full disk) stops the
 * node.
 */
public interface Disk {
  /**
   * Reads a small file as a whole.
   *
   * @return empty when there is none of that name
   */
  Optional<byte[]> read(String name);

  /**
   * Replaces a small file as a whole, or creates it: after a crash it is the old one or the new
   * one.
   */
  void replace(String name, byte[] content);

  /** Opens a file for appending, creating it when it does not exist. */
  AppendFile open(String name);

  /**
   * Calls back on the event loop when all changes made so far are durable. Callbacks run in the
   * order of the calls; one wait for the platters may serve many of them.
   */
  void sync(Runnable onDurable);

  /** A file that grows at its end. */
  interface AppendFile {
    /** Where it is, for messages. */
    String path();

    /** Length in bytes. */
    long length();

    /** The offset below which everything survives a crash. */
    long durableLength();

    /**
     * Reads from an offset; used at start-up, so it may take its time.
     *
     * @return the number of bytes read: fewer than asked for only at the end of the file
     */
    int read(long offset, byte[] into, int count);

    /** Appends the bytes, which the caller must not change afterwards. */
    void append(byte[] bytes);

    /** Cuts the file to a length not above its own. */
    void truncate(long length);
  }
}
