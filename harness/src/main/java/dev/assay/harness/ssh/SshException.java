package dev.assay.harness.ssh;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a node could not be reached or a command not be run; the message names the node. */
public final class SshException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What kind of failure it was, for callers that act on it. */
  public enum Reason {
    /** The host answers, but nobody listens on the port. */
    REFUSED,
    /** The host does not answer at all. */
    NO_ANSWER,
    /** The host's name does not resolve. */
    UNKNOWN_HOST,
    /** The host's key is unknown or not the one on record. */
    HOST_KEY,
    /** None of the keys lets the user in. */
    LOGIN,
    /** The connection broke. What was running may have had its effect. */
    LOST,
    /** The command did not end in time, and was killed. */
    TIMEOUT,
    /** The command wrote more than is kept, and was killed. */
    TOO_MUCH_OUTPUT,
    /** The node refused: no such file, no permission, no more channels. */
    REMOTE,
    /** The session was closed on this side. */
    CLOSED
  }

  SshException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
