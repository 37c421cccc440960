package dev.assay.raftkv.server.kv;

import dev.assay.raftkv.server.kv.KvResult.SessionUnknown;
import dev.assay.raftkv.server.kv.KvResult.StaleSequence;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * "The state machine tracks the latest serial number processed for each client, along with the
 * associated response" (§8).
 *
 * <p>Part of the replicated state: what is opened, used and evicted depends on the log alone. A
 * session is the index of the log entry that opened it, so an evicted one is never mistaken for a
 * new one: its operations are refused.
 */
final class Sessions {
  /** In order of use, the one unused for longest first. */
  private final Map<Long, Last> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** A session's last operation, and what came of it. */
  record Last(long sequence, KvResult result) {}

  /** Opens a session, evicting those unused for longest until no more than {@code max} are open. */
  long open(long index, int max) {
    sessions.put(index, new Last(0, new StaleSequence(0)));
    Iterator<Long> oldest = sessions.keySet().iterator();
    while (sessions.size() > Math.max(1, max)) {
      oldest.next();
      oldest.remove();
    }
    return index;
  }

  /** Applies an operation of a session, unless it was applied already. */
  KvResult once(long session, long sequence, Supplier<KvResult> operation) {
    Last last = sessions.get(session);
    if (last == null) {
      return new SessionUnknown(session);
    }
    if (sequence == last.sequence()) {
      return last.result();
    }
    if (sequence < last.sequence()) {
      return new StaleSequence(last.sequence());
    }
    KvResult result = operation.get();
    sessions.put(session, new Last(sequence, result));
    return result;
  }

  /** To be read and filled by snapshots alone. */
  Map<Long, Last> content() {
    return sessions;
  }
}
