package dev.assay.runtime.manual;

import dev.assay.runtime.Disk;
import dev.assay.runtime.Rng;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * A disk that keeps two copies of its files: what the node sees, and what a crash leaves.
 *
 * <p>The difference is the list of changes that were not synced. A sync is complete when the test
 * says so.
 */
public final class MemoryDisk implements Disk {
  private final Map<String, Bytes> visible = new TreeMap<>();
  private final Map<String, Bytes> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();
  private final Queue<Sync> syncs = new ArrayDeque<>();

  /** How many of the unsynced changes some sync waits for. */
  private int awaited;

  /** A sync that was asked for: when it is complete, that many changes fewer are unsynced. */
  private record Sync(int changes, Runnable onDurable) {}

  private sealed interface Change {
    void applyTo(Map<String, Bytes> files);
  }

  private record Append(String name, Bytes added) implements Change {
    @Override
    public void applyTo(Map<String, Bytes> files) {
      files.merge(name, added, Bytes::concat);
    }
  }

  private record Truncate(String name, int length) implements Change {
    @Override
    public void applyTo(Map<String, Bytes> files) {
      files.merge(name, new Bytes(), (before, unused) -> before.first(length));
    }
  }

  private record Replace(String name, Bytes content) implements Change {
    @Override
    public void applyTo(Map<String, Bytes> files) {
      files.put(name, content);
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    return Optional.ofNullable(visible.get(name)).map(Bytes::toArray);
  }

  @Override
  public void replace(String name, byte[] content) {
    change(new Replace(name, new Bytes(content)));
  }

  @Override
  public AppendFile open(String name) {
    visible.putIfAbsent(name, new Bytes());
    durable.putIfAbsent(name, new Bytes());
    return new File(name);
  }

  @Override
  public void sync(Runnable onDurable) {
    syncs.add(new Sync(unsynced.size() - awaited, onDurable));
    awaited = unsynced.size();
  }

  private void change(Change change) {
    change.applyTo(visible);
    unsynced.add(change);
  }

  /** How many syncs wait for {@link #completeSync}. */
  public int syncsWaiting() {
    return syncs.size();
  }

  /** Completes the oldest sync that waits, and tells the node. */
  public void completeSync() {
    Sync sync = syncs.remove();
    List<Change> synced = unsynced.subList(0, sync.changes());
    synced.forEach(change -> change.applyTo(durable));
    synced.clear();
    awaited -= sync.changes();
    sync.onDurable().run();
  }

  /**
   * The node stops. Of what was not synced a prefix survives, drawn from the random numbers, and
   * perhaps a torn part of the append that follows it.
   */
  public void crash(Rng rng) {
    int kept = rng.nextInt(unsynced.size() + 1);
    unsynced.subList(0, kept).forEach(change -> change.applyTo(durable));
    if (kept < unsynced.size() && unsynced.get(kept) instanceof Append torn) {
      tear(torn, rng).applyTo(durable);
    }
    loseUnsynced();
  }

  /** The node stops, and all that was not synced is lost. */
  public void crash() {
    loseUnsynced();
  }

  private void loseUnsynced() {
    unsynced.clear();
    syncs.clear();
    awaited = 0;
    visible.clear();
    visible.putAll(durable);
  }

  /** A part of the bytes, or all of them with some never written. */
  private static Append tear(Append whole, Rng rng) {
    byte[] bytes = whole.added().toArray();
    if (bytes.length == 0 || rng.chance(0.5)) {
      return new Append(whole.name(), new Bytes(bytes).first(rng.nextInt(bytes.length + 1)));
    }
    Arrays.fill(bytes, rng.nextInt(bytes.length), bytes.length, (byte) 0);
    return new Append(whole.name(), new Bytes(bytes));
  }

  /** Changes what a crash leaves, as a failing medium does. */
  public void damage(String name, byte[] content) {
    durable.put(name, new Bytes(content));
    visible.put(name, new Bytes(content));
  }

  /** What a crash would leave of a file when all that is not synced is lost. */
  public Optional<byte[]> durableContent(String name) {
    return Optional.ofNullable(durable.get(name)).map(Bytes::toArray);
  }

  private Bytes visible(String name) {
    return visible.getOrDefault(name, new Bytes());
  }

  private final class File implements AppendFile {
    private final String name;

    File(String name) {
      this.name = name;
    }

    @Override
    public String path() {
      return name;
    }

    @Override
    public long length() {
      return visible(name).length();
    }

    @Override
    public long durableLength() {
      return Math.min(length(), durable.getOrDefault(name, new Bytes()).length());
    }

    @Override
    public int read(long offset, byte[] into, int count) {
      return visible(name).read((int) offset, into, count);
    }

    @Override
    public void append(byte[] bytes) {
      change(new Append(name, new Bytes(bytes)));
    }

    @Override
    public void truncate(long length) {
      if (length > length()) {
        throw new IllegalArgumentException("cannot cut " + length() + " bytes to " + length);
      }
      change(new Truncate(name, (int) length));
    }
  }
}
