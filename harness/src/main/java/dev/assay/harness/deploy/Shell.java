package dev.assay.harness.deploy;

import java.util.List;
import java.util.stream.Collectors;

/** Words of a POSIX shell command line. */
public final class Shell {
  private Shell() {}

  /** The word, quoted so that the shell takes it as it is. */
  public static String quote(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot contain NUL: " + word);
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command line of these words. */
  public static String quoteAll(List<String> words) {
    return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }
}
