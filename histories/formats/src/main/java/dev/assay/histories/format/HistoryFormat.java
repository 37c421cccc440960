package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

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

  /** Whether a folder is a history of this format, which then is read by {@link #readFolder}. */
  default boolean isFolder(Path folder) throws IOException {
    return false;
  }

  /**
   * Reads a folder for which {@link #isFolder} is true.
   *
   * @throws HistoryFormatException with the place, what was expected and what was found
   */
  default void readFolder(Path folder, EventSink out) throws IOException, HistoryFormatException {
    throw new HistoryFormatException(folder.toString(), "expected a file of " + name());
  }

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
