package dev.assay.tidy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What must not stand in the sources, where, and why some files may do it all the same. */
final class Rules {
  private static final Predicate<String> JAVA = Pattern.compile("\\.java$").asPredicate();
  private static final Predicate<String> MAIN =
      JAVA.and(Pattern.compile("/src/main/").asPredicate());
  private static final Predicate<String> TEXT =
      Pattern.compile("(\\.(java|clj|md|xml|sh|js|css|html|json|edn|txt)|^assay|^\\.ci/run)$")
          .asPredicate();

  /** Servers and what they stand on: the same seed must give the same trace. */
  private static final Predicate<String> PROTOCOL =
      MAIN.and(
              Pattern.compile("^systems-under-test/([^/]+/server|runtime|simulator)/")
                  .asPredicate())
          .and(Pattern.compile("/runtime/real/").asPredicate().negate());

  /** Everything that is drawn from the seed or judges what was recorded. */
  private static final Predicate<String> DETERMINISTIC =
      PROTOCOL.or(
          MAIN.and(
              Pattern.compile("^(checkers|nemesis|histories|simulation)/|/harness/generator/")
                  .asPredicate()));

  private Rules() {}

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "clock",
              DETERMINISTIC,
              Pattern.compile("System(\\.|::)(nanoTime|currentTimeMillis)|\\bInstant(\\.|::)now"),
              "take the time from Env, from the context or from Budget",
              false,
              "long t = System.nanoTime();",
              "long t = env.nanoTime();"),
          new Rule(
              "sleep",
              DETERMINISTIC,
              Pattern.compile("\\bThread\\.sleep|TimeUnit\\.\\w+\\.sleep"),
              "set a timer of Env, or answer with Generator.Step.Wait",
              false,
              "Thread.sleep(10);",
              "timers.sleepless(10);"),
          new Rule(
              "random",
              JAVA,
              Pattern.compile(
                  "java\\.util\\.Random\\b|\\bnew Random\\(|\\bMath(\\.|::)random|"
                      + "\\bThread"
                      + "LocalRandom\\b|\\bnew SplittableRandom\\(\\)"),
              "split a SplittableRandom that comes from the run's seed",
              false,
              "var r = new Random(1);",
              "var r = new SplittableRandom(seed);"),
          new Rule(
              "hash-order",
              PROTOCOL,
              Pattern.compile("\\b(HashMap|HashSet|IdentityHashMap)\\b"),
              "use TreeMap, TreeSet, LinkedHashMap or an array: iteration must have one order",
              false,
              "Map<String, Long> m = new HashMap<>();",
              "Map<String, Long> m = new LinkedHashMap<>();"),
          new Rule(
              "long-line",
              Pattern.compile("(\\.(java|clj|sh|js|css)|^assay|^\\.ci/run)$").asPredicate(),
              Pattern.compile("^(?!import ).{101}"),
              "break it at 100 columns",
              true,
              "x".repeat(101),
              "x".repeat(100)),
          new Rule(
              "trailing-space",
              TEXT,
              Pattern.compile("\\s$"),
              "delete the space at the end",
              true,
              "int i; ",
              "int i;"),
          new Rule(
              "unfinished",
              TEXT,
              Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
              "finish it, or open an issue and delete the note",
              true,
              "// TO" + "DO later",
              "// toDo is a method"),
          new Rule(
              "machine-path",
              TEXT,
              Pattern.compile("(^|[\\s\"'`(=:])/(work|root|tmp|home/\\w+|Users/\\w+)(/|\\b)"),
              "use a path relative to the project, a temporary folder or an option",
              true,
              "Path.of(\"/tm" + "p/x\")",
              "Path.of(\"/usr/lib/jvm\")"));

  /**
   * A file that may break a rule.
   *
   * @param file its path, or a folder's with a slash at the end
   */
  record Exemption(String rule, String file, String reason) {
    boolean covers(Rule.Violation violation) {
      return violation.rule().equals(rule)
          && (file.endsWith("/")
              ? violation.file().startsWith(file)
              : violation.file().equals(file));
    }
  }

  /** All exceptions there are; one that nothing needs any more is an error too. */
  static final List<Exemption> EXEMPT =
      List.of(
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/Budget.java",
              "the one clock of the checkers: how long they may work, never what they answer"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/linearizability/ObjectsRun.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/WeakerPromises.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/invariants/InvariantChecker.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/isolation/IsolationChecker.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/isolation/registers/WeakChecker.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/isolation/timestamps/"
                  + "TimestampChecker.java",
              "how long a check took, for its summary"),
          new Exemption(
              "clock",
              "checkers/src/main/java/dev/assay/checkers/linearizability/ObjectJudge.java",
              "a part of the budget for making a known violation small"),
          new Exemption(
              "random",
              "systems-under-test/raft-kv/server/src/main/java/dev/assay/raftkv/server/"
                  + "RaftKvServer.java",
              "a server that is started by hand without a seed draws one; tests give it"),
          new Exemption(
              "random",
              "systems-under-test/two-phase-commit/server/src/main/java/dev/assay/twophasecommit/"
                  + "server/TwoPhaseCommitServer.java",
              "a server that is started by hand without a seed draws one; tests give it"),
          new Exemption(
              "random",
              "systems-under-test/eventual-kv/server/src/main/java/dev/assay/eventualkv/"
                  + "server/EventualKvServer.java",
              "a server that is started by hand without a seed draws one; tests give it"),
          new Exemption(
              "machine-path",
              "harness/src/main/resources/dev/assay/harness/cluster/netns/node.sh",
              "no path but sed's pattern for a line of a password file"),
          new Exemption(
              "machine-path",
              "harness/src/test/java/dev/assay/harness/cluster/netns/NetnsClusterTest.java",
              "paths inside of the node's own mounts"),
          new Exemption(
              "random", "cli/src/test/java/dev/assay/tidy/Rules.java", "it spells what it bans"));
}
