package dev.assay.histories.format;

/**
 * A history that cannot be read as what it claims to be.
 *
 * <p>The message is for the person who brought the file: {@code file:line:column: expected …, found
 * …}. Lines and columns count from one, columns in bytes. Whatever a complaint holds of the source,
 * it is one line without control characters and not long.
 */
public final class HistoryFormatException extends Exception {
  private static final long serialVersionUID = 1;

  public HistoryFormatException(String source, long line, long column, String complaint) {
    super(source + ":" + line + (column > 0 ? ":" + column : "") + ": " + Quoting.line(complaint));
  }

  /** A complaint about the source as a whole. */
  public HistoryFormatException(String source, String complaint) {
    super(source + ": " + Quoting.line(complaint));
  }

  /** The place and the complaint; never {@code null}. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
