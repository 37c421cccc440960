package dev.assay.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Command lines that can be pasted into a shell. */
final class Shell {
  private Shell() {}

  static String line(List<String> words) {
    return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }

  /** The word as a POSIX shell reads it back. */
  static String quote(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
