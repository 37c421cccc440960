package dev.assay.raftkv.server.kv;

import dev.assay.raftkv.server.Bug;
import dev.assay.raftkv.server.kv.Command.Append;
import dev.assay.raftkv.server.kv.Command.Cas;
import dev.assay.raftkv.server.kv.Command.OpenSession;
import dev.assay.raftkv.server.kv.Command.Put;
import dev.assay.raftkv.server.kv.Command.Request;
import dev.assay.raftkv.server.kv.KvResult.Mismatch;
import dev.assay.raftkv.server.kv.KvResult.Ok;
import dev.assay.raftkv.server.kv.KvResult.SessionOpened;
import dev.assay.raftkv.server.kv.KvResult.TooLarge;
import dev.assay.raftkv.server.raft.StateMachine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The state machine: a map of texts, and the clients' sessions. */
public final class KvStore implements StateMachine {
  /** The longest value that appending may make, in UTF-16 units. */
  public static final int VALUE_LENGTH_MAX = 1 << 20;

  private final Set<Bug> bugs;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Sessions sessions = new Sessions();

  public KvStore(Set<Bug> bugs) {
    this.bugs = bugs;
  }

  /** What the key has, in the state applied so far. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public KvResult apply(long index, byte[] bytes) {
    Request request = CommandCodec.decode(bytes);
    if (request.command() instanceof OpenSession open) {
      return new SessionOpened(sessions.open(index, open.sessionsMax()));
    }
    if (request.session() == 0 || bugs.contains(Bug.DOUBLE_APPLY)) {
      return apply(request.command());
    }
    return sessions.once(request.session(), request.sequence(), () -> apply(request.command()));
  }

  @Override
  public byte[] snapshot() {
    return SnapshotCodec.encode(
        values, bugs.contains(Bug.SNAPSHOT_WITHOUT_SESSIONS) ? Map.of() : sessions.content());
  }

  @Override
  public void restore(byte[] snapshot) {
    values.clear();
    sessions.content().clear();
    SnapshotCodec.decode(snapshot, values, sessions.content());
  }

  private KvResult apply(Command command) {
    return switch (command) {
      case Put put -> {
        values.put(put.key(), put.value());
        yield new Ok();
      }
      case Cas cas -> {
        String actual = values.get(cas.key());
        if (!Objects.equals(actual, cas.expected())) {
          yield new Mismatch(actual);
        }
        values.put(cas.key(), cas.value());
        yield new Ok();
      }
      case Append append -> {
        String before = values.getOrDefault(append.key(), "");
        if (before.length() + append.suffix().length() > VALUE_LENGTH_MAX) {
          yield new TooLarge(VALUE_LENGTH_MAX);
        }
        values.put(append.key(), before + append.suffix());
        yield new Ok();
      }
      case OpenSession open -> throw new IllegalArgumentException("no operation of a session");
    };
  }
}
