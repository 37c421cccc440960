package dev.assay.eventualkv.server.causal;

import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.RecordLog;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All writes that this node has shown, in the order in which it did, on the disk; and by the node
 * that took them, in memory, for those who lack them. What is durable is a prefix, and so is closed
 * under causality.
 */
final class WriteLog {
  private static final String FILE = "writes";

  private final Disk disk;
  private final RecordLog records;
  private final long tornBytes;
  private final Map<String, List<Write>> byNode = new TreeMap<>();
  private long appended;
  private long durable;

  /**
   * Reads what earlier lives wrote.
   *
   * @throws CorruptFileException when it cannot be trusted
   */
  WriteLog(Disk disk) {
    this.disk = disk;
    RecordLog.Opened opened =
        RecordLog.open(disk.open(FILE), (offset, payload) -> keep(decode(offset, payload)));
    records = opened.log();
    tornBytes = opened.tornBytes();
    appended = tornBytes > 0 ? 1 : 0;
  }

  private static Write decode(long offset, byte[] payload) {
    try {
      return Decoder.decode(payload, Write::decode);
    } catch (IllegalArgumentException malformed) {
      throw new CorruptFileException(
          "file '%s', offset %d: expected a write, found %d other bytes (%s)"
              .formatted(FILE, offset, payload.length, malformed.getMessage()));
    }
  }

  private void keep(Write write) {
    byNode.computeIfAbsent(write.dot().node(), node -> new ArrayList<>()).add(write);
  }

  long tornBytes() {
    return tornBytes;
  }

  /** All writes, those of each node in their order. */
  List<Write> all() {
    return byNode.values().stream().flatMap(List::stream).toList();
  }

  void append(Write write) {
    Encoder out = new Encoder();
    write.encode(out);
    records.append(out.toBytes());
    keep(write);
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

  /** Some writes that are not covered, of each node the first ones. */
  List<Write> beyond(VersionVector known, int writesMax) {
    List<Write> missing = new ArrayList<>();
    byNode.forEach(
        (node, writes) -> {
          int from = (int) Math.min(known.of(node), writes.size());
          int to = Math.min(writes.size(), from + writesMax);
          missing.addAll(writes.subList(from, to));
        });
    return missing;
  }
}
