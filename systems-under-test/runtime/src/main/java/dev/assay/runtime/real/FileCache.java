package dev.assay.runtime.real;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes that the program made and nobody synced: they live in this process's memory alone.
 *
 * <p>{@code kill -9} does not empty the operating system's page cache, so a program that forgets to
 * sync would lose nothing to it. Here it loses what a power failure would take: everything since
 * its last sync, or since the write-back that, like Linux's, takes what has grown {@link
 * #WRITE_BACK_NANOS} old.
 */
final class FileCache {
  /** The default of {@code vm.dirty_expire_centisecs}: 30 seconds. */
  static final long WRITE_BACK_NANOS = 30_000_000_000L;

  private final List<Change> dirty = new ArrayList<>();
  private long oldestNanos;

  /** Something to be done to a file. */
  sealed interface Change {}

  @SuppressWarnings("ArrayRecordComponent") // Changes are never compared.
  record Append(RealFile file, byte[] bytes) implements Change {}

  record Truncate(RealFile file, long length) implements Change {}

  @SuppressWarnings("ArrayRecordComponent")
  record Replace(String name, byte[] content) implements Change {}

  void add(Change change, long nowNanos) {
    if (dirty.isEmpty()) {
      oldestNanos = nowNanos;
    }
    dirty.add(change);
  }

  boolean isExpired(long nowNanos) {
    return !dirty.isEmpty() && nowNanos - oldestNanos >= WRITE_BACK_NANOS;
  }

  /** Hands over all changes, in order. */
  List<Change> drain() {
    List<Change> changes = List.copyOf(dirty);
    dirty.clear();
    return changes;
  }
}
