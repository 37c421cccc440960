package dev.assay.tidy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something that must not stand in a line of some files.
 *
 * @param name how exceptions name it
 * @param where the files it is about, by their path
 * @param banned what must not be found in a line
 * @param instead what to do, as the second half of the complaint
 * @param inComments whether comments count too
 * @param bad a line that breaks the rule
 * @param good a line that is near to breaking it and does not
 */
record Rule(
    String name,
    Predicate<String> where,
    Pattern banned,
    String instead,
    boolean inComments,
    String bad,
    String good) {

  /** {@code file:line: name: the line (instead …)} for each line that breaks the rule. */
  List<Violation> violations(String file, List<String> lines) {
    return java.util.stream.IntStream.range(0, lines.size())
        .filter(i -> isBrokenBy(lines.get(i)))
        .mapToObj(i -> new Violation(name, file, i + 1, lines.get(i).strip() + " — " + instead))
        .toList();
  }

  boolean isBrokenBy(String line) {
    return (inComments || !isComment(line)) && banned.matcher(line).find();
  }

  private static boolean isComment(String line) {
    String text = line.strip();
    return text.startsWith("//") || text.startsWith("*") || text.startsWith("/*");
  }

  /** A place where a rule is broken. */
  record Violation(String rule, String file, int line, String complaint) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + rule + ": " + complaint;
    }
  }
}
