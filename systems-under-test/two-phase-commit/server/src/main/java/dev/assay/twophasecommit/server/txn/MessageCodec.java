package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.txn.Message.Abort;
import dev.assay.twophasecommit.server.txn.Message.Acknowledge;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Execute;
import dev.assay.twophasecommit.server.txn.Message.Executed;
import dev.assay.twophasecommit.server.txn.Message.Inquire;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Refused;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.nio.BufferUnderflowException;

/** Messages as bytes: a kind, the transaction, then the fields in their order. */
final class MessageCodec {
  private static final int EXECUTE = 1;
  private static final int EXECUTED = 2;
  private static final int REFUSED = 3;
  private static final int PREPARE = 4;
  private static final int VOTE = 5;
  private static final int COMMIT = 6;
  private static final int ABORT = 7;
  private static final int ACKNOWLEDGE = 8;
  private static final int INQUIRE = 9;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    Output out = new Output();
    switch (message) {
      case Execute m -> {
        out.put(EXECUTE).put(m.txn()).put(m.branch()).put(m.index());
        out.put(m.op().kind().ordinal()).put(m.op().key()).put(m.op().argument());
        out.put(m.snapshot());
      }
      case Executed m ->
          out.put(EXECUTED).put(m.txn()).put(m.branch()).put(m.index()).putValue(m.value());
      case Refused m -> out.put(REFUSED).put(m.txn()).put(m.isFinal() ? 1 : 0).put(m.reason());
      case Prepare m -> out.put(PREPARE).put(m.txn()).put(m.branch()).put(m.participants());
      case Vote m -> out.put(VOTE).put(m.txn()).put(m.kind().ordinal()).put(m.timestamp());
      case Commit m -> out.put(COMMIT).put(m.txn()).put(m.timestamp());
      case Abort m -> out.put(ABORT).put(m.txn());
      case Acknowledge m -> out.put(ACKNOWLEDGE).put(m.txn());
      case Inquire m -> out.put(INQUIRE).put(m.txn());
    }
    return out.toBytes();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static Message decode(byte[] bytes) {
    Input in = new Input(bytes);
    try {
      Message message = decode(in);
      in.requireEnd();
      return message;
    } catch (BufferUnderflowException cut) {
      throw new IllegalArgumentException("a message of " + bytes.length + " bytes ends early", cut);
    }
  }

  private static Message decode(Input in) {
    int kind = in.number();
    TxnId txn = in.txn();
    return switch (kind) {
      case EXECUTE -> {
        long branch = in.longNumber();
        int index = in.number();
        MicroOp op =
            new MicroOp(of(MicroOp.Kind.values(), in.number()), in.text(), in.longNumber());
        yield new Execute(txn, branch, index, op, in.longNumber());
      }
      case EXECUTED -> new Executed(txn, in.longNumber(), in.number(), in.value());
      case REFUSED -> new Refused(txn, in.number() == 1, in.text());
      case PREPARE -> new Prepare(txn, in.longNumber(), in.texts());
      case VOTE -> new Vote(txn, of(Vote.Kind.values(), in.number()), in.longNumber());
      case COMMIT -> new Commit(txn, in.longNumber());
      case ABORT -> new Abort(txn);
      case ACKNOWLEDGE -> new Acknowledge(txn);
      case INQUIRE -> new Inquire(txn);
      default -> throw new IllegalArgumentException("message of unknown kind " + kind);
    };
  }

  private static <T> T of(T[] values, int ordinal) {
    if (ordinal < 0 || ordinal >= values.length) {
      throw new IllegalArgumentException("no kind " + ordinal + " of " + values.length);
    }
    return values[ordinal];
  }
}
