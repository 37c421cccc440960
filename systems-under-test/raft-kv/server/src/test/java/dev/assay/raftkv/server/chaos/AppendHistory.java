package dev.assay.raftkv.server.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends of unique tokens to one key and reads of it, and whether they are linearizable.
 *
 * <p>Appends make that easy: the last value is the order in which they happened, every read must be
 * a prefix of it, and what remains is that no operation precedes one that ended before it began.
 */
final class AppendHistory {
  private final List<Op> ops = new ArrayList<>();

  /** One operation; a read has no token, an append no value. */
  static final class Op {
    final String client;
    final String token;
    final long begin;
    long end = Long.MAX_VALUE;
    String value = "";
    boolean ok;
    boolean failed;

    Op(String client, String token, long begin) {
      this.client = client;
      this.token = token;
      this.begin = begin;
    }

    boolean isRead() {
      return token.isEmpty();
    }

    @Override
    public String toString() {
      return client
          + (isRead() ? " read of " + value.length() + " characters" : " append of " + token);
    }
  }

  Op begin(String client, String token, long now) {
    Op op = new Op(client, token, now);
    ops.add(op);
    return op;
  }

  int acknowledged() {
    return (int) ops.stream().filter(op -> op.ok && !op.isRead()).count();
  }

  /** What is wrong, given the value that remained; empty when nothing is. */
  Optional<String> accusation(String last) {
    Map<String, Integer> endOf = new HashMap<>();
    int end = 0;
    for (String token : last.isEmpty() ? new String[0] : last.split("(?<=,)", -1)) {
      end += token.length();
      if (!token.isEmpty() && endOf.put(token, end) != null) {
        return Optional.of("appended twice: " + token);
      }
    }
    for (Op op : ops) {
      if (op.isRead() && op.ok && !last.startsWith(op.value)) {
        return Optional.of(op + " by " + op.client + " is no prefix of the last value");
      }
      if (!op.isRead() && op.ok && !endOf.containsKey(op.token)) {
        return Optional.of("acknowledged and lost: " + op);
      }
      if (op.failed && endOf.containsKey(op.token)) {
        return Optional.of("failed, but happened: " + op);
      }
    }
    return outOfOrder(endOf);
  }

  /** An operation that saw or made less than one that ended before it began. */
  private Optional<String> outOfOrder(Map<String, Integer> endOf) {
    List<Op> seen =
        ops.stream().filter(op -> op.isRead() ? op.ok : endOf.containsKey(op.token)).toList();
    for (Op earlier : seen) {
      for (Op later : seen) {
        if (earlier.end < later.begin) {
          int first = earlier.isRead() ? earlier.value.length() : position(endOf, earlier);
          int second = later.isRead() ? later.value.length() : position(endOf, later);
          boolean mayBeEqual = later.isRead();
          if (mayBeEqual ? second < first : second <= first) {
            return Optional.of(later + " goes back behind " + earlier);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static int position(Map<String, Integer> endOf, Op append) {
    return endOf.getOrDefault(append.token, 0);
  }
}
