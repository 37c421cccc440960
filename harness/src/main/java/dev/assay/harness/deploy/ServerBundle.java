package dev.assay.harness.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jars of a server in one {@code .tgz}, in the order of its class path.
 *
 * @param archive has the jars at its root
 * @param jars their names, in order
 */
public record ServerBundle(Path archive, List<String> jars) {
  private static final int KEPT = 16;

  public ServerBundle {
    jars = List.copyOf(jars);
  }

  /**
   * Packs a class path. The same content gives the same archive.
   *
   * @param classPath jars and folders of classes, as the harness itself was loaded from; a folder
   *     becomes a jar
   * @param cache where the archive is kept; the oldest ones are deleted from it
   */
  public static ServerBundle of(List<Path> classPath, Path cache) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("servers"));
    Path work = Files.createTempDirectory(folder, ".making");
    try {
      Path packed = work.resolve("server.tgz");
      List<String> jars = new ArrayList<>();
      try (TarGzip tar = new TarGzip(packed)) {
        for (Path each : classPath) {
          // The number keeps apart what has one name, such as two folders "classes".
          String stem = "%02d-%s".formatted(jars.size(), each.getFileName());
          String name = stem.endsWith(".jar") ? stem : stem + ".jar";
          tar.add(name, Files.isDirectory(each) ? jar(each, work.resolve(name)) : each);
          jars.add(name);
        }
      }
      Path archive = folder.resolve(Caches.sha256(packed).substring(0, 16) + ".tgz");
      Files.move(packed, archive, StandardCopyOption.ATOMIC_MOVE);
      deleteOldest(folder);
      return new ServerBundle(archive, jars);
    } finally {
      Caches.deleteTree(work);
    }
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(classes.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
      }
    }
    return jar;
  }

  /** Every build of a server leaves one: keeps the last few, which running harnesses may use. */
  private static void deleteOldest(Path folder) throws IOException {
    List<Path> archives;
    try (Stream<Path> all = Files.list(folder)) {
      archives = all.filter(file -> file.toString().endsWith(".tgz")).toList();
    }
    if (archives.size() > KEPT) {
      List<Aged> byAge = new ArrayList<>();
      for (Path each : archives) {
        byAge.add(new Aged(each, Files.getLastModifiedTime(each)));
      }
      byAge.sort((a, b) -> a.used.compareTo(b.used));
      for (Aged old : byAge.subList(0, byAge.size() - KEPT)) {
        Files.deleteIfExists(old.file);
      }
    }
  }

  private record Aged(Path file, FileTime used) {}
}
