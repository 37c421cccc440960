package dev.assay.twophasecommit.server.txn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the last transactions ended here; who is not among them may have ended in any way. */
final class Outcomes {
  private static final int KEPT_MAX = 10_000;

  private final Map<TxnId, Message.ToParticipant> ends = new LinkedHashMap<>();

  void put(TxnId txn, Message.ToParticipant end) {
    ends.put(txn, end);
    if (ends.size() > KEPT_MAX) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  boolean knows(TxnId txn) {
    return ends.containsKey(txn);
  }

  boolean isAborted(TxnId txn) {
    return ends.get(txn) instanceof Message.Abort;
  }

  Message.@Nullable ToParticipant of(TxnId txn) {
    return ends.get(txn);
  }
}
