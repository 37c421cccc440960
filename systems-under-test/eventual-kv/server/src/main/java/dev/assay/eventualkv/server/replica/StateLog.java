package dev.assay.eventualkv.server.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.eventualkv.server.state.State;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.RecordLog;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.function.Consumer;

/**
 * The node's disk: a log of the states that keys came to, of hints and of their end. When it has
 * grown too long what still counts is written to the other of two files, which then takes its
 * place. (Of changes that were not synced a crash keeps a prefix, so the order of the calls is all
 * that this needs.)
 */
final class StateLog {
  private static final String CURRENT = "current";
  private static final long BYTES_MIN = 4 << 20;

  private final Disk disk;
  private String name;
  private RecordLog records;
  private long tornBytes;
  private long bytes;
  private long bytesMax = BYTES_MIN;
  private long appended;
  private long durable;

  /** A line of the log. */
  sealed interface Record {
    /** The key is now this. */
    record Changed(Key key, State state) implements Record {}

    /** What is kept of the key is to be handed over to that node. */
    record Hint(String node, Key key) implements Record {}

    /** The node has it. */
    record HandedOver(String node, Key key) implements Record {}
  }

  /**
   * Reads what earlier lives wrote.
   *
   * @throws CorruptFileException when it cannot be trusted
   */
  StateLog(Disk disk, Consumer<Record> visitor) {
    this.disk = disk;
    name = disk.read(CURRENT).map(content -> new String(content, UTF_8)).orElse("log-0");
    if (!name.equals("log-0") && !name.equals("log-1")) {
      throw new CorruptFileException("file 'current': expected log-0 or log-1, found " + name);
    }
    RecordLog.Opened opened =
        RecordLog.open(
            disk.open(name),
            (offset, payload) -> {
              visitor.accept(decode(name, offset, payload));
              bytes += payload.length;
            });
    records = opened.log();
    tornBytes = opened.tornBytes();
    appended = tornBytes > 0 ? 1 : 0;
  }

  /** How many bytes of a torn write were cut off at recovery. */
  long tornBytes() {
    return tornBytes;
  }

  /** The key is now the state that these bytes are. */
  void appendChanged(Key key, byte[] state) {
    append(new Encoder().put(1).put(key.text()).append(state).toBytes());
  }

  void appendHint(String node, Key key) {
    append(new Encoder().put(2).put(node).put(key.text()).toBytes());
  }

  void appendHandedOver(String node, Key key) {
    append(new Encoder().put(3).put(node).put(key.text()).toBytes());
  }

  private void append(byte[] payload) {
    records.append(payload);
    bytes += payload.length;
    appended++;
  }

  /** Whether {@link #rewrite} would be worth its while. */
  boolean isTooLong() {
    return bytes > bytesMax;
  }

  /** Begins anew in the other file with what the writer appends. */
  void rewrite(Consumer<StateLog> writer) {
    String old = name;
    name = name.equals("log-0") ? "log-1" : "log-0";
    Disk.AppendFile file = disk.open(name);
    file.truncate(0);
    records = RecordLog.open(file, (offset, payload) -> {}).log();
    bytes = 0;
    writer.accept(this);
    bytesMax = Math.max(BYTES_MIN, 4 * bytes);
    disk.replace(CURRENT, name.getBytes(UTF_8));
    disk.open(old).truncate(0);
    appended++;
  }

  /** Runs the action when all that was appended before this call is on stable storage. */
  void whenDurable(Runnable action) {
    if (durable == appended) {
      action.run();
      return;
    }
    long mark = appended;
    disk.sync(
        () -> {
          durable = Math.max(durable, mark);
          action.run();
        });
  }

  private static Record decode(String file, long offset, byte[] payload) {
    try {
      return Decoder.decode(payload, StateLog::decode);
    } catch (IllegalArgumentException malformed) {
      throw new CorruptFileException(
          "file '%s', offset %d: expected the state of a key or a hint, found %d other bytes (%s)"
              .formatted(file, offset, payload.length, malformed.getMessage()));
    }
  }

  private static Record decode(Decoder in) {
    int kind = in.number();
    return switch (kind) {
      case 1 -> new Record.Changed(new Key(in.text()), State.decode(in));
      case 2 -> new Record.Hint(in.text(), new Key(in.text()));
      case 3 -> new Record.HandedOver(in.text(), new Key(in.text()));
      default -> throw new IllegalArgumentException("a record of unknown kind " + kind);
    };
  }
}
