package dev.assay.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step of a simulated run.
 *
 * @param timeNanos virtual time
 * @param node where it happened; a client's name or empty where no node is concerned
 * @param peer whom it concerns besides: a message's sender or receiver
 * @param message number of the message or request that it belongs to, or -1
 * @param details in words
 */
public record TraceEvent(
    long timeNanos, Kind kind, String node, @Nullable String peer, long message, String details) {

  /** What happened. */
  public enum Kind {
    START,
    CRASH,
    PAUSE,
    RESUME,
    CUT,
    HEAL,
    SEND,
    RECEIVE,
    LOSE,
    TIMER,
    SYNC,
    REQUEST,
    HANDLE,
    ANSWER,
    ANSWERED,
    FAILED,
    LOG,
    STEP
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%12.6f ms  %-8s %s%s%s  %s",
        timeNanos / 1e6,
        kind.name().toLowerCase(Locale.ROOT),
        node,
        peer == null ? "" : (kind == Kind.SEND || kind == Kind.REQUEST ? " > " : " < ") + peer,
        message < 0 ? "" : " #" + message,
        details.replace('\n', ' '));
  }
}
