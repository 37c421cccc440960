package dev.assay.runtime.http;

/** A request that cannot be understood; the reply says what was expected. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Reply reply;

  private BadRequestException(int status, String error, String message) {
    super(message);
    this.reply = Reply.definite(status, error, message);
  }

  public static BadRequestException malformed(String message) {
    return new BadRequestException(400, "bad-request", message);
  }

  public static BadRequestException tooLarge(String message) {
    return new BadRequestException(413, "too-large", message);
  }

  public static BadRequestException noSuchPath(String message) {
    return new BadRequestException(404, "no-such-path", message);
  }

  /** What the client is told. */
  public Reply reply() {
    return reply;
  }
}
