package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.txn.Message.Abort;
import dev.assay.twophasecommit.server.txn.Message.Accepted;
import dev.assay.twophasecommit.server.txn.Message.Acknowledge;
import dev.assay.twophasecommit.server.txn.Message.AreOver;
import dev.assay.twophasecommit.server.txn.Message.Commit;
import dev.assay.twophasecommit.server.txn.Message.Execute;
import dev.assay.twophasecommit.server.txn.Message.Executed;
import dev.assay.twophasecommit.server.txn.Message.Inquire;
import dev.assay.twophasecommit.server.txn.Message.Outbid;
import dev.assay.twophasecommit.server.txn.Message.Over;
import dev.assay.twophasecommit.server.txn.Message.Phase1a;
import dev.assay.twophasecommit.server.txn.Message.Phase1b;
import dev.assay.twophasecommit.server.txn.Message.Phase2a;
import dev.assay.twophasecommit.server.txn.Message.Phase2b;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Refused;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.nio.BufferUnderflowException;

/** Messages as bytes: a kind, the transaction or all of them, then the fields in their order. */
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
  private static final int PHASE_1A = 10;
  private static final int PHASE_1B = 11;
  private static final int PHASE_2A = 12;
  private static final int PHASE_2B = 13;
  private static final int OUTBID = 14;
  private static final int ARE_OVER = 15;
  private static final int OVER = 16;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    Output out = new Output();
    switch (message) {
      case Execute m -> {
        out.put(EXECUTE).put(m.txn()).put(m.branch()).put(m.index());
        out.put(m.op().kind().ordinal()).put(m.op().key()).put(m.op().argument());
        out.put(m.op().modulus()).put(m.snapshot());
      }
      case Executed m ->
          out.put(EXECUTED).put(m.txn()).put(m.branch()).put(m.index()).putValues(m.values());
      case Refused m -> {
        out.put(REFUSED).put(m.txn()).put(m.isFinal() ? 1 : 0).put(m.isSure() ? 1 : 0);
        out.put(m.timestamp()).put(m.reason());
      }
      case Prepare m -> {
        out.put(PREPARE).put(m.txn()).put(m.branch()).put(m.participants());
        out.put(m.isForAcceptors() ? 1 : 0);
      }
      case Vote m -> out.put(VOTE).put(m.txn()).put(m.kind().ordinal()).put(m.timestamp());
      case Commit m -> out.put(COMMIT).put(m.txn()).put(m.timestamp());
      case Abort m -> out.put(ABORT).put(m.txn());
      case Acknowledge m -> out.put(ACKNOWLEDGE).put(m.txn());
      case Inquire m -> out.put(INQUIRE).put(m.txn());
      case Phase1a m -> out.put(PHASE_1A).put(m.txn()).put(m.ballot()).put(m.participants());
      case Phase1b m -> {
        out.put(PHASE_1B).put(m.txn()).put(m.ballot()).put(m.accepted().size());
        m.accepted().forEach((name, it) -> out.put(name).put(it.ballot()).put(it.choice()));
      }
      case Phase2a m -> {
        out.put(PHASE_2A).put(m.txn()).put(m.ballot()).put(m.participants());
        out.putChoices(m.choices());
      }
      case Phase2b m -> out.put(PHASE_2B).put(m.txn()).put(m.ballot()).putChoices(m.choices());
      case Outbid m -> out.put(OUTBID).put(m.txn()).put(m.promised());
      case AreOver m -> out.put(ARE_OVER).putTxns(m.txns());
      case Over m -> out.put(OVER).putTxns(m.txns());
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
    return switch (kind) {
      case ARE_OVER -> new AreOver(in.txns());
      case OVER -> new Over(in.txns());
      default -> decode(kind, in.txn(), in);
    };
  }

  private static Message decode(int kind, TxnId txn, Input in) {
    return switch (kind) {
      case EXECUTE -> {
        long branch = in.longNumber();
        int index = in.number();
        MicroOp op =
            new MicroOp(
                in.oneOf(MicroOp.Kind.values()), in.text(), in.longNumber(), in.longNumber());
        yield new Execute(txn, branch, index, op, in.longNumber());
      }
      case EXECUTED -> new Executed(txn, in.longNumber(), in.number(), in.byName(in::value));
      case REFUSED ->
          new Refused(txn, in.number() == 1, in.number() == 1, in.longNumber(), in.text());
      case PREPARE -> new Prepare(txn, in.longNumber(), in.texts(), in.number() == 1);
      case VOTE -> new Vote(txn, in.oneOf(Vote.Kind.values()), in.longNumber());
      case COMMIT -> new Commit(txn, in.longNumber());
      case ABORT -> new Abort(txn);
      case ACKNOWLEDGE -> new Acknowledge(txn);
      case INQUIRE -> new Inquire(txn);
      case PHASE_1A -> new Phase1a(txn, in.ballot(), in.texts());
      case PHASE_1B -> new Phase1b(txn, in.ballot(), in.byName(() -> accepted(in)));
      case PHASE_2A -> new Phase2a(txn, in.ballot(), in.texts(), in.byName(in::choice));
      case PHASE_2B -> new Phase2b(txn, in.ballot(), in.byName(in::choice));
      case OUTBID -> new Outbid(txn, in.ballot());
      default -> throw new IllegalArgumentException("message of unknown kind " + kind);
    };
  }

  private static Accepted accepted(Input in) {
    return new Accepted(in.ballot(), in.choice());
  }
}
