package dev.assay.harness.ssh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words and commands for a POSIX shell. */
public final class Shell {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Shell() {}

  /** The word, quoted so that a shell takes it as it is. */
  public static String quote(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold the character 0");
    }
    return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command line of these words. */
  public static String quoteAll(List<String> words) {
    return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }

  /** {@code env A=1 B=2 }, quoted and in the order of the names, or nothing. */
  static String env(Map<String, String> variables) {
    if (variables.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("env ");
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (!VARIABLE.matcher(name).matches()) {
                throw new IllegalArgumentException("no name of a variable: " + name);
              }
              text.append(name).append('=').append(quote(value)).append(' ');
            });
    return text.toString();
  }
}
