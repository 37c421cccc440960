package dev.assay.raftkv.server.raft;

import java.util.Optional;

/**
 * How a request to the replicated log ended.
 *
 * @param <R> what it gives when it is done
 */
public sealed interface Outcome<R> {
  /** Done, by this leader. */
  record Done<R>(R result) implements Outcome<R> {}

  /** Not begun: this server does not lead; the leader it knows of may. */
  record NotLeader<R>(Optional<String> leader) implements Outcome<R> {}

  /** Not done, and it never will be. */
  record Refused<R>(String reason) implements Outcome<R> {}

  /** Begun and given up: it may still happen. */
  record LeadershipLost<R>() implements Outcome<R> {}
}
