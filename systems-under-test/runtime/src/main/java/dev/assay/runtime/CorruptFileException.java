package dev.assay.runtime;

/**
 * A file holds something that no crash of ours can have left. The message names file and offset.
 */
public final class CorruptFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CorruptFileException(String message) {
    super(message);
  }
}
