package dev.assay.twophasecommit.server.txn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the last transactions ended here; who is not among them may have ended in any way. */
final class Outcomes {
  private static final int KEPT_MAX = 10_000;

  private final Map<TxnId, Message.@Nullable ToParticipant> ends = new LinkedHashMap<>();

  /** It only read here and voted so: it has no say in the outcome any more, and hears of none. */
  void putReadOnly(TxnId txn) {
    keep(txn, null);
  }

  void put(TxnId txn, Message.ToParticipant end) {
    keep(txn, end);
  }

  private void keep(TxnId txn, Message.@Nullable ToParticipant end) {
    ends.put(txn, end);
    if (ends.size() > KEPT_MAX) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  boolean knows(TxnId txn) {
    return ends.containsKey(txn);
  }

  boolean isReadOnly(TxnId txn) {
    return knows(txn) && ends.get(txn) == null;
  }

  boolean isAborted(TxnId txn) {
    return ends.get(txn) instanceof Message.Abort;
  }

  /** Whether something else is known than a commit at this time. */
  boolean contradicts(Message.Commit commit) {
    Message.ToParticipant end = ends.get(commit.txn());
    return end != null && !end.equals(commit);
  }

  boolean isCommitted(TxnId txn) {
    return ends.get(txn) instanceof Message.Commit;
  }

  /** Null when it only read here, or nothing is known of it. */
  Message.@Nullable ToParticipant of(TxnId txn) {
    return ends.get(txn);
  }
}
