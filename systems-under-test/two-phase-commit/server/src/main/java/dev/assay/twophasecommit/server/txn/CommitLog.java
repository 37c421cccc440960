package dev.assay.twophasecommit.server.txn;

import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.RecordLog;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Map;

/**
 * The write-ahead log of a node in all its roles. The log only grows at its end, and what is
 * durable is a prefix of it: a record that follows from another never survives without that.
 */
final class CommitLog {
  private static final String FILE = "log";

  private final Disk disk;
  private final RecordLog records;
  private final long tornBytes;
  private long appended;
  private long durable;

  /** What happened, in the order in which it did. */
  sealed interface Record {
    TxnId txn();

    /**
     * The participant has voted yes: it can commit and can abort, whatever happens to it.
     *
     * @param participants all of the transaction's, who may know the decision
     * @param writes the new values by key, an empty one of a key that goes away
     */
    record Prepared(
        TxnId txn, long timestamp, List<String> participants, Map<String, List<Long>> writes)
        implements Record {}

    /** The participant knows that it is committed. */
    record Committed(TxnId txn, long timestamp) implements Record {}

    /** The participant knows that it is aborted. */
    record Aborted(TxnId txn) implements Record {}

    /** The coordinator has decided to commit; these participants are to be told. */
    record Decided(TxnId txn, long timestamp, List<String> participants) implements Record {}

    /** All participants have committed: nobody will ask again. */
    record Ended(TxnId txn) implements Record {}

    /** The acceptor will accept nothing below this ballot. */
    record Promised(TxnId txn, Ballot ballot, List<String> participants) implements Record {}

    /** The acceptor has accepted these, by participant. */
    record Accepted(
        TxnId txn, Ballot ballot, List<String> participants, Map<String, Choice> choices)
        implements Record {}

    /** It is over for all, and the acceptor knows nothing of it any more. */
    record Forgotten(TxnId txn) implements Record {}

    /** From now on snapshots may be read up to this timestamp, the first by this transaction. */
    record Readable(TxnId txn, long timestamp) implements Record {}
  }

  /** Receives the records of earlier lives. */
  interface Visitor {
    void visit(Record record);
  }

  /**
   * Reads what earlier lives wrote.
   *
   * @throws CorruptFileException when it cannot be trusted
   */
  CommitLog(Disk disk, Visitor visitor) {
    this.disk = disk;
    RecordLog.Opened opened =
        RecordLog.open(disk.open(FILE), (offset, bytes) -> visitor.visit(decode(offset, bytes)));
    records = opened.log();
    tornBytes = opened.tornBytes();
    appended = tornBytes > 0 ? 1 : 0;
  }

  /** How many bytes of a torn write were cut off the log at recovery. */
  long tornBytes() {
    return tornBytes;
  }

  void append(Record record) {
    records.append(encode(record));
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

  private static byte[] encode(Record record) {
    Output out = new Output();
    switch (record) {
      case Record.Prepared r -> {
        out.put(1).put(r.txn()).put(r.timestamp()).put(r.participants());
        out.putValues(r.writes());
      }
      case Record.Committed r -> out.put(2).put(r.txn()).put(r.timestamp());
      case Record.Aborted r -> out.put(3).put(r.txn());
      case Record.Decided r -> out.put(4).put(r.txn()).put(r.timestamp()).put(r.participants());
      case Record.Ended r -> out.put(5).put(r.txn());
      case Record.Promised r -> out.put(6).put(r.txn()).put(r.ballot()).put(r.participants());
      case Record.Accepted r -> {
        out.put(7).put(r.txn()).put(r.ballot()).put(r.participants());
        out.putChoices(r.choices());
      }
      case Record.Forgotten r -> out.put(8).put(r.txn());
      case Record.Readable r -> out.put(9).put(r.txn()).put(r.timestamp());
    }
    return out.toBytes();
  }

  private static Record decode(long offset, byte[] bytes) {
    try {
      Input in = new Input(bytes);
      Record record = decode(in);
      in.requireEnd();
      return record;
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      throw new CorruptFileException(
          "file '%s', offset %d: expected a record of a transaction, found %d other bytes (%s)"
              .formatted(FILE, offset, bytes.length, malformed));
    }
  }

  private static Record decode(Input in) {
    int kind = in.number();
    TxnId txn = in.txn();
    return switch (kind) {
      case 1 -> new Record.Prepared(txn, in.longNumber(), in.texts(), in.byName(in::value));
      case 2 -> new Record.Committed(txn, in.longNumber());
      case 3 -> new Record.Aborted(txn);
      case 4 -> new Record.Decided(txn, in.longNumber(), in.texts());
      case 5 -> new Record.Ended(txn);
      case 6 -> new Record.Promised(txn, in.ballot(), in.texts());
      case 7 -> new Record.Accepted(txn, in.ballot(), in.texts(), in.byName(in::choice));
      case 8 -> new Record.Forgotten(txn);
      case 9 -> new Record.Readable(txn, in.longNumber());
      default -> throw new IllegalArgumentException("record of unknown kind " + kind);
    };
  }
}
