package dev.assay.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** House rules that no compiler checks, over every source file. */
class TidyTest {
  private static final int FILE_LINES_MAX = 500;

  private final SourceTree tree = SourceTree.ofProject();

  @TestFactory
  Stream<DynamicTest> sourcesKeep() {
    return Rules.ALL.stream()
        .map(rule -> dynamicTest(rule.name(), () -> assertNone(unexcused(violations(rule)))));
  }

  @TestFactory
  Stream<DynamicTest> ruleTellsBadFromGood() {
    return Rules.ALL.stream()
        .map(
            rule ->
                dynamicTest(
                    rule.name(),
                    () -> {
                      assertTrue(rule.isBrokenBy(rule.bad()), rule.bad());
                      assertFalse(rule.isBrokenBy(rule.good()), rule.good());
                      assertFalse(tree.files(rule.where()).isEmpty(), "it is about no file");
                    }));
  }

  @Test
  void everyExceptionIsNeeded() throws IOException {
    List<Rule.Violation> all = new ArrayList<>();
    for (Rule rule : Rules.ALL) {
      all.addAll(violations(rule));
    }
    List<Rules.Exemption> idle =
        Rules.EXEMPT.stream().filter(exempt -> all.stream().noneMatch(exempt::covers)).toList();
    assertEquals(List.of(), idle, "nothing needs these exceptions any more");
  }

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (String file : tree.files(path -> path.matches(".*\\.(java|clj)"))) {
      int lines = tree.lines(file).size();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(file + ": " + lines + " lines — split it: one idea a file");
      }
    }
    assertNone(tooLong);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    List<String> bare = new ArrayList<>();
    for (String file : tree.files(path -> path.matches(".*/src/main/java/.*\\.java"))) {
      String info = file.substring(0, file.lastIndexOf('/')) + "/package-info.java";
      if (!Files.exists(tree.root().resolve(info)) || !tree.lines(info).contains("@NullMarked")) {
        bare.add(info + ": missing, or without @NullMarked");
      }
    }
    assertNone(bare.stream().distinct().toList());
  }

  private List<Rule.Violation> violations(Rule rule) throws IOException {
    List<Rule.Violation> found = new ArrayList<>();
    for (String file : tree.files(rule.where())) {
      found.addAll(rule.violations(file, tree.lines(file)));
    }
    return found;
  }

  private static List<Rule.Violation> unexcused(List<Rule.Violation> found) {
    return found.stream()
        .filter(violation -> Rules.EXEMPT.stream().noneMatch(exempt -> exempt.covers(violation)))
        .toList();
  }

  private static void assertNone(List<?> complaints) {
    assertTrue(
        complaints.isEmpty(),
        () ->
            complaints.stream().map(Object::toString).collect(Collectors.joining("\n", "\n", "")));
  }
}
