package dev.assay.harness.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.Node;
import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime made by this JDK's jlink runs a program of this test's class path. */
class DeploymentTest {
  @TempDir static Path cache;
  @TempDir Path temp;

  private static final Set<String> MODULES = Set.of("java.base");

  @BeforeAll
  static void severalHarnessesMakeTheRuntimeTogether() throws IOException {
    List<Path> made = Collections.synchronizedList(new ArrayList<>());
    InParallel.run(List.of(1, 2, 3), i -> made.add(NodeRuntime.archive(cache, MODULES)));
    assertEquals(1, Set.copyOf(made).size());
    try (Stream<Path> files = Files.list(made.getFirst().getParent())) {
      assertEquals(
          1,
          files.filter(file -> !file.toString().endsWith(".lock")).count(),
          "nothing but the archive is left");
    }
  }

  @Test
  void installsWhatRunsWithoutTheJdkAndOnlyOnce() throws IOException {
    ServerBundle bundle = ServerBundle.of(List.of(classes(Hello.class)), cache);
    Deployment deployment = new Deployment(NodeRuntime.archive(cache, MODULES), bundle, false);
    LocalShell shell = new LocalShell();
    Node node = LocalShell.node("n1", temp.resolve("node 1"), shell);

    deployment.install(node);
    String said =
        shell.run(
            Shell.quoteAll(
                List.of(
                    deployment.java(node),
                    "-cp",
                    deployment.classPath(node),
                    Hello.class.getName())));
    assertEquals("hello from " + Path.of(node.directory()).toRealPath() + "/runtime\n", said);

    assertEquals(2, shell.uploads.get());
    deployment.install(node);
    assertEquals(2, shell.uploads.get(), "the same content is not uploaded twice");
    try (Stream<Path> files = Files.list(Path.of(node.directory()))) {
      assertEquals(3, files.count(), "runtime, server, deployed");
    }
  }

  @Test
  void uploadsOnceWhereNodesShareFiles() throws IOException {
    ServerBundle bundle = ServerBundle.of(List.of(classes(Hello.class)), cache);
    Deployment deployment = new Deployment(NodeRuntime.archive(cache, MODULES), bundle, true);
    LocalShell shell = new LocalShell();
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("n1", "n2", "n3")) {
      nodes.add(LocalShell.node(name, temp.resolve("folder of " + name), shell));
    }
    InParallel.run(nodes, deployment::install);
    assertEquals(2, shell.uploads.get());
    for (Node node : nodes) {
      String said =
          shell.run(
              Shell.quoteAll(
                  List.of(
                      deployment.java(node),
                      "-cp",
                      deployment.classPath(node),
                      Hello.class.getName())));
      assertEquals("hello from " + Path.of(node.directory()).toRealPath() + "/runtime\n", said);
    }
    InParallel.run(nodes, deployment::install);
    assertEquals(2, shell.uploads.get(), "the same content is not uploaded twice");
  }

  @Test
  void runtimeThatDoesNotRunOnTheNodeIsExplained() throws IOException {
    Path foreign = temp.resolve("foreign.tgz");
    Path notForHere = Files.writeString(temp.resolve("java"), "\177ELF of another machine");
    assertTrue(notForHere.toFile().setExecutable(true));
    try (TarGzip tar = new TarGzip(foreign)) {
      tar.add("bin/java", notForHere);
    }
    ServerBundle bundle = ServerBundle.of(List.of(), cache);
    Node node = LocalShell.node("n1", temp.resolve("n1"), new LocalShell());
    Deployment deployment = new Deployment(foreign, bundle, false);
    IOException failure = assertThrows(IOException.class, () -> deployment.install(node));
    assertTrue(
        failure.toString().contains("n1: the Java runtime made on this machine ("),
        failure.toString());
  }

  @Test
  void jreIsNamedAsSuch() throws IOException {
    Path jre = Files.createDirectories(temp.resolve("jre"));
    IOException failure =
        assertThrows(
            IOException.class, () -> NodeRuntime.archive(temp.resolve("cache"), MODULES, jre));
    assertTrue(failure.toString().contains(jre + " has no bin/jlink"), failure.toString());
  }

  @Test
  void bundleOfTheSameClassPathIsTheSame() throws IOException {
    Path jar = temp.resolve("some.jar");
    Files.writeString(jar, "content of a jar");
    List<Path> classPath = List.of(jar, classes(Hello.class), jar);
    ServerBundle one = ServerBundle.of(classPath, cache);
    ServerBundle two = ServerBundle.of(classPath, temp.resolve("other cache"));
    assertEquals(3, Set.copyOf(one.jars()).size(), one.jars().toString());
    assertEquals(one.jars(), two.jars());
    assertEquals("00-some.jar", one.jars().getFirst());
    assertArrayEquals(Files.readAllBytes(one.archive()), Files.readAllBytes(two.archive()));
    assertEquals(one.archive(), ServerBundle.of(classPath, cache).archive());
  }

  @Test
  void archiveIsReadByTar() throws IOException {
    String longName = "legal/".repeat(15) + "x".repeat(60);
    Path file = Files.writeString(temp.resolve("file"), "y".repeat(513));
    Path archive = temp.resolve("archive.tgz");
    try (TarGzip tar = new TarGzip(archive)) {
      tar.add(longName, file);
      tar.add("short", file);
      assertThrows(IOException.class, () -> tar.add("z".repeat(101), file));
    }
    LocalProcess.Ended listed =
        LocalProcess.run(List.of("tar", "-tvzf", archive.toString()), Duration.ofSeconds(20));
    assertEquals(0, listed.exitCode(), listed.output());
    List<String> lines = listed.output().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith(" " + longName), listed.output());
    assertTrue(lines.getLast().contains(" 513 "), listed.output());
  }

  private static Path classes(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The program. */
  static final class Hello {
    private Hello() {}

    public static void main(String[] args) {
      System.out.println("hello from " + System.getProperty("java.home"));
    }
  }
}
