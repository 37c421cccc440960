package dev.assay.twophasecommit.server.txn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Bytes that grow: numbers big-endian, texts and lists with their length(4) before. */
final class Output {
  private ByteBuffer out = ByteBuffer.allocate(128);

  Output put(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  Output put(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Output put(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    put(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  Output put(TxnId txn) {
    return put(txn.bornMillis()).put(txn.coordinator()).put(txn.epoch()).put(txn.number());
  }

  Output put(List<String> texts) {
    put(texts.size());
    texts.forEach(this::put);
    return this;
  }

  Output put(Ballot ballot) {
    return put(ballot.round()).put(ballot.leader()).put(ballot.epoch());
  }

  Output put(Choice choice) {
    return put(choice.kind().ordinal()).put(choice.timestamp());
  }

  Output putChoices(Map<String, Choice> choices) {
    put(choices.size());
    choices.forEach((participant, choice) -> put(participant).put(choice));
    return this;
  }

  Output putTxns(List<TxnId> txns) {
    put(txns.size());
    txns.forEach(this::put);
    return this;
  }

  /** Keys with their values. */
  Output putValues(Map<String, List<Long>> values) {
    put(values.size());
    values.forEach(
        (key, value) -> {
          put(key).put(value.size());
          value.forEach(this::put);
        });
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int length = Math.max(2 * out.capacity(), out.position() + bytes);
      out = ByteBuffer.wrap(Arrays.copyOf(out.array(), length)).position(out.position());
    }
    return out;
  }

  byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }
}
