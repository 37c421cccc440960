package dev.assay.harness.deploy;

import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Java runtime that travels to the nodes with a server: made with jlink from the JDK that runs
 * the harness, once for every version of it and set of modules, and kept as a {@code .tgz}.
 *
 * <p>It runs on nodes with the same operating system and processor whose C library is as new.
 */
public final class NodeRuntime {
  private static final Duration JLINK_TIMEOUT = Duration.ofMinutes(5);

  /** Part of the cache's key: raise it when the way of making a runtime changes. */
  private static final String RECIPE = "1";

  private NodeRuntime() {}

  /** {@code $XDG_CACHE_HOME/assay}, or {@code ~/.cache/assay}. */
  public static Path defaultCache() {
    @Nullable String cacheHome = System.getenv("XDG_CACHE_HOME");
    Path home =
        cacheHome == null || cacheHome.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cacheHome);
    return home.resolve("assay");
  }

  /**
   * The runtime's archive, made if it is not in the cache: some 6 s and 25 MB. The archive has
   * {@code bin/java} at its root.
   *
   * @param modules what the server needs, such as {@code java.base}
   * @throws IOException when this JDK has no jlink or jlink fails
   */
  public static Path archive(Path cache, Set<String> modules) throws IOException {
    return archive(cache, modules, Path.of(System.getProperty("java.home")));
  }

  static Path archive(Path cache, Set<String> modules, Path jdk) throws IOException {
    List<String> sorted = List.copyOf(new TreeSet<>(modules));
    Path file = cache.resolve("runtimes").resolve(fileName(sorted));
    return Caches.getOrMake(file, temporary -> make(temporary, sorted, jdk));
  }

  /** {@code java-25.0.1+8-linux-amd64-3f9a….tgz}; the digits stand for the modules. */
  private static String fileName(List<String> modules) {
    List<String> key = new ArrayList<>(modules);
    key.add(RECIPE);
    key.add(System.getProperty("java.vm.vendor") + System.getProperty("java.vm.version"));
    byte[] digest = Caches.newSha256().digest(key.toString().getBytes(StandardCharsets.UTF_8));
    String name =
        String.join(
            "-",
            "java",
            Runtime.version().toString(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            HexFormat.of().formatHex(digest, 0, 6));
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.+-]", "_") + ".tgz";
  }

  private static void make(Path file, List<String> modules, Path jdk) throws IOException {
    Path jlink = jdk.resolve("bin").resolve("jlink");
    if (!Files.isExecutable(jlink)) {
      throw new IOException(
          "the Java at "
              + jdk
              + " has no bin/jlink, which makes the runtime for the nodes: it is a JRE, or a JDK"
              + " that was packed in parts. Run with a whole JDK 21 or newer (on Debian:"
              + " openjdk-21-jdk-headless; or a Temurin JDK)");
    }
    Path image = file.resolveSibling(file.getFileName() + ".image");
    try {
      link(jlink, modules, image);
      addClassDataArchive(image);
      pack(image, file);
    } finally {
      Caches.deleteTree(image);
    }
  }

  private static void link(Path jlink, List<String> modules, Path image) throws IOException {
    Caches.deleteTree(image);
    // Not --strip-debug: that also strips native libraries, for which it needs objcopy.
    List<String> command =
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", modules),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--output",
            image.toString());
    LocalProcess.Ended ended = LocalProcess.run(command, JLINK_TIMEOUT);
    if (ended.exitCode() != 0) {
      throw new IOException(
          "jlink could not make the Java runtime for the nodes (exit code "
              + ended.exitCode()
              + ")\n  command: "
              + Shell.quoteAll(command)
              + "\n  output: "
              + ended.output().strip());
    }
  }

  /**
   * Lets servers start in half the time (50 instead of 100 ms until main, measured on JDK 25). A
   * virtual machine that cannot make such an archive runs without it just as well, hence no failure
   * here.
   */
  private static void addClassDataArchive(Path image) throws IOException {
    String java = image.resolve("bin").resolve("java").toString();
    LocalProcess.run(List.of(java, "-XX:+UseSerialGC", "-Xshare:dump"), JLINK_TIMEOUT);
  }

  private static void pack(Path image, Path file) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(image)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (TarGzip tar = new TarGzip(file)) {
      for (Path each : files) {
        tar.add(image.relativize(each).toString().replace('\\', '/'), each);
      }
    }
  }
}
