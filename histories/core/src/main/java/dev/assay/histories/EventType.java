package dev.assay.histories;

import java.util.Locale;

/** What an event of a history says about its operation. */
public enum EventType {
  /** A client began the operation. */
  INVOKE,
  /** It happened exactly once, at some time between its invocation and this event. */
  OK,
  /** It did not happen and never will. */
  FAIL,
  /** Nobody knows: it may have happened at any time after its invocation, or never. */
  INFO;

  /** The name in Jepsen's formats: {@code invoke}, {@code ok}, {@code fail}, {@code info}. */
  public String jepsenName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
