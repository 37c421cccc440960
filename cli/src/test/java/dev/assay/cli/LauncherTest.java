package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code assay}, in a project of its own with a JDK and a Maven that only pretend. */
class LauncherTest {
  @TempDir Path folder;
  private Path project;
  private Path source;

  @BeforeEach
  void makeProject() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
    project = Files.createDirectories(folder.resolve("my project"));
    Files.copy(Path.of("..", "assay"), project.resolve("assay"));
    project.resolve("assay").toFile().setExecutable(true);
    source = project.resolve("part/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class A {}");
    Files.createDirectories(project.resolve("part/src/test"));
    makeOlder(project);
    jdk("jdk", "99.0.1");
    program("bin/mvn", "echo built with $JAVA_HOME >>../builds", "mkdir -p cli/target/lib");
  }

  @Test
  void theFirstUseBuildsAndSaysSo() throws Exception {
    Result first = assay("check", "a file");
    assertEquals(0, first.code(), first.all());
    assertTrue(first.err().contains("assay: building (first use)"), first.err());
    assertTrue(first.out().contains("dev.assay.cli.Main check a file"), first.out());
    Result second = assay("check");
    assertEquals("", second.err());
    assertEquals(1, builds());
  }

  @Test
  void changedAddedAndDeletedSourcesAreBuiltAgain() throws Exception {
    assay();
    Files.writeString(project.resolve("part/src/test/T.java"), "class T {}");
    assertEquals(1, builds(), "tests are no part of the command");
    touchInFuture(source);
    assertTrue(assay().err().contains("building (sources changed)"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    assay();
    assertEquals(2, builds());
    Files.delete(source);
    touchInFuture(project.resolve("part/src/main/java"));
    assay();
    assertEquals(3, builds());
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLog() throws Exception {
    program("bin/mvn", "echo 'A.java:1: no such thing'", "exit 1");
    Result failed = assay("check");
    assertEquals(255, failed.code());
    assertTrue(failed.err().contains("A.java:1: no such thing"), failed.err());
    assertTrue(failed.err().contains("target/build.log"), failed.err());
    assertFalse(Files.exists(project.resolve("target/build.lock")), "the lock is dropped");
  }

  @Test
  void theLockOfADeadBuildIsTakenOver() throws Exception {
    Files.createDirectories(project.resolve("target/build.lock"));
    Process dead = new ProcessBuilder("/bin/sh", "-c", ":").start();
    assertEquals(0, dead.waitFor());
    Files.writeString(project.resolve("target/build.lock/pid"), dead.pid() + "\n");
    assertEquals(0, assay().code());
    assertEquals(1, builds());
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    program("bin/mvn", "sleep 1", "echo built >>../builds", "mkdir -p cli/target/lib");
    Process one = start(List.of(), jdkHome());
    Process two = start(List.of(), jdkHome());
    assertEquals(0, finish(one).code());
    assertEquals(0, finish(two).code());
    assertEquals(1, builds());
  }

  @Test
  void javaHomeThatIsTooOldIsPassedOver() throws Exception {
    jdk("old", "17.0.9");
    Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("bin/java"), folder.resolve("jdk/bin/java"));
    Result result = finish(start(List.of(), folder.resolve("old")));
    assertEquals(0, result.code(), result.all());
    assertTrue(Files.readString(folder.resolve("builds")).contains("/jdk"));
  }

  @Test
  void aLinkToTheScriptWorks() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("my project", "assay"));
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("link").toString());
    builder.environment().putAll(Map.of("JAVA_HOME", jdkHome().toString(), "PATH", path()));
    assertEquals(0, finish(builder.start()).code());
  }

  private Result assay(String... arguments) throws Exception {
    return finish(start(List.of(arguments), jdkHome()));
  }

  private Process start(List<String> arguments, Path javaHome) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(project.resolve("assay").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("JAVA_HOME", javaHome.toString(), "PATH", path()));
    return builder.start();
  }

  private static Result finish(Process process) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    return new Result(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private record Result(int code, String out, String err) {
    String all() {
      return code + "\n" + out + err;
    }
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private Path jdkHome() {
    return folder.resolve("jdk");
  }

  private String path() {
    return folder.resolve("bin") + ":/usr/bin:/bin";
  }

  private void jdk(String name, String version) throws IOException {
    program(name + "/bin/java", "echo \"$@\"");
    program(name + "/bin/javac", ":");
    program(name + "/bin/jlink", ":");
    Files.writeString(
        folder.resolve(name).resolve("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private void program(String path, String... lines) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Files made now would be as new as the build that follows. */
  private static void makeOlder(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
      }
    }
  }

  private static void touchInFuture(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
  }
}
