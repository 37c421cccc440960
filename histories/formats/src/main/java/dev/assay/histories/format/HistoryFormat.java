package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One format of histories: how to know it, read it and perhaps write it.
 *
 * <p>Found by {@link java.util.ServiceLoader}: a new format touches no existing file.
 * Implementations have no state.
 */
public interface HistoryFormat {
  /** How sure a format is that a source is its own. */
  enum Match {
    /** It is not. */
    NO,
    /** It may be, and so may be a more special format. */
    GENERAL,
    /** It is, down to a detail that no other format has. */
    SPECIAL
  }

  /** The name on the command line, such as {@code jepsen-edn}. */
  String name();

  /** One line for {@code assay list formats}. */
  String description();

  Match detect(Sample sample);

  /**
   * Reads to the end of the input.
   *
   * @throws HistoryFormatException with the place, what was expected and what was found
   */
  void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException;

  /** Whether a value {@code [k v]} may be an operation on key {@code k}, as in Jepsen's formats. */
  default boolean hasKeysInValues() {
    return false;
  }

  default boolean isWritable() {
    return false;
  }

  /**
   * Writes all events.
   *
   * @throws HistoryFormatException when the format cannot hold the history
   */
  default void write(History history, OutputStream out) throws IOException, HistoryFormatException {
    throw new HistoryFormatException(name(), "this format can be read but not written");
  }
}
