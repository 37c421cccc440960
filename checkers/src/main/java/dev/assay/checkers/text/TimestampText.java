package dev.assay.checkers.text;

import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.histories.History;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What contradicts the timestamps of transactions, in a sentence or two. */
final class TimestampText {
  private final History history;
  private final Evidence evidence;
  private final Map<Integer, String> names;

  private TimestampText(History history, Evidence evidence, Map<Integer, String> names) {
    this.history = history;
    this.evidence = evidence;
    this.names = names;
  }

  /** Whether the anomaly is one of timestamps. */
  static boolean isOne(AnomalyType type) {
    return switch (type) {
      case COMMIT_BEFORE_START,
          STALE_AT_COMMIT_TIMESTAMP,
          FUTURE_AT_COMMIT_TIMESTAMP,
          STALE_AT_START_TIMESTAMP,
          FUTURE_AT_START_TIMESTAMP,
          OUT_OF_TIMESTAMP_ORDER,
          OVERLAPPING_WRITERS,
          COMMIT_TIMESTAMP_PROCESS,
          COMMIT_TIMESTAMP_REALTIME,
          START_TIMESTAMP_PROCESS,
          START_TIMESTAMP_REALTIME ->
          true;
      default -> false;
    };
  }

  /**
   * @param names what the transactions are called, by their invocations
   */
  static String tell(History history, Evidence evidence, Map<Integer, String> names) {
    return new TimestampText(history, evidence, names).tell();
  }

  private String tell() {
    String key = ValueText.of(evidence.key());
    return switch (evidence.type()) {
      case COMMIT_BEFORE_START ->
          who(0) + " started at " + start(0) + " and committed at " + commit(0) + ", before that.";
      case STALE_AT_COMMIT_TIMESTAMP, STALE_AT_START_TIMESTAMP ->
          who(0)
              + " read "
              + key
              + " as "
              + value(0)
              + " at timestamp "
              + read(0)
              + ", but "
              + who(1)
              + ", which wrote "
              + value(1)
              + ", had committed at "
              + commit(1)
              + ".";
      case FUTURE_AT_COMMIT_TIMESTAMP, FUTURE_AT_START_TIMESTAMP ->
          who(0)
              + " read "
              + key
              + " as "
              + value(0)
              + " at timestamp "
              + read(0)
              + ", but "
              + who(1)
              + ", which wrote "
              + value(1)
              + ", committed only at "
              + commit(1)
              + ".";
      case OUT_OF_TIMESTAMP_ORDER ->
          who(0)
              + " read "
              + key
              + " with "
              + value(1)
              + ", which "
              + who(1)
              + " appended, committed at "
              + commit(1)
              + ", before "
              + value(2)
              + ", which "
              + who(2)
              + " appended, committed at "
              + commit(2)
              + ".";
      case OVERLAPPING_WRITERS ->
          who(0)
              + " ("
              + span(0)
              + ") and "
              + who(1)
              + " ("
              + span(1)
              + ") both wrote "
              + key
              + ": each began before the other had committed.";
      default ->
          who(0)
              + " had completed when "
              + who(1)
              + " was invoked, but took effect at timestamp "
              + (commit(0).isEmpty() ? start(0) : commit(0))
              + ", and "
              + who(1)
              + (isOfStart() ? " started at " : " at ")
              + read(1)
              + ".";
    };
  }

  private boolean isOfStart() {
    return switch (evidence.type()) {
      case STALE_AT_START_TIMESTAMP,
          FUTURE_AT_START_TIMESTAMP,
          START_TIMESTAMP_PROCESS,
          START_TIMESTAMP_REALTIME ->
          true;
      default -> false;
    };
  }

  private String who(int i) {
    return names.getOrDefault(evidence.microOps().get(i).transaction(), "a transaction");
  }

  /** The timestamp at which the transaction's reads are. */
  private String read(int i) {
    boolean byStart = isOfStart() ? !start(i).isEmpty() : commit(i).isEmpty();
    return byStart ? start(i) : commit(i);
  }

  private String span(int i) {
    return (start(i).isEmpty() ? "" : start(i) + " to ") + commit(i);
  }

  private String start(int i) {
    return timestamp(i, "start-ts");
  }

  private String commit(int i) {
    return timestamp(i, "commit-ts");
  }

  private String timestamp(int i, String name) {
    int invocation = evidence.microOps().get(i).transaction();
    int completion = history.pair(invocation);
    @Nullable Object told = completion == History.NONE ? null : history.extra(completion).get(name);
    if (told == null) {
      told = history.extra(invocation).get(name);
    }
    return told == null ? "" : ValueText.of(told);
  }

  /** What a micro-operation read or wrote. */
  private String value(int i) {
    MicroOpRef ref = evidence.microOps().get(i);
    return history.value(ref.event()) instanceof List<?> mops
            && mops.get(ref.index()) instanceof List<?> parts
            && parts.size() > 2
        ? ValueText.of(parts.get(2))
        : "nil";
  }
}
