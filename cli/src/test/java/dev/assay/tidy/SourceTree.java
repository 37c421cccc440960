package dev.assay.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project as they lie on the disk, without what was built or recorded. */
final class SourceTree {
  private static final Set<String> NOT_SOURCES = Set.of("target", "runs", "node_modules");
  private static final Set<String> HIDDEN_SOURCES = Set.of(".ci");

  private final Path root;

  private SourceTree(Path root) {
    this.root = root;
  }

  /** The project around the module whose tests run. */
  static SourceTree ofProject() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("assay"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "no folder above " + Path.of("").toAbsolutePath() + " has the file `assay`");
      }
    }
    return new SourceTree(folder);
  }

  Path root() {
    return root;
  }

  /** Paths relative to the root, with slashes, in the order of the alphabet. */
  List<String> files(Predicate<String> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(root, new Collector(wanted, found));
    found.sort(null);
    return found;
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(root.resolve(file));
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final Predicate<String> wanted;
    private final List<String> found;

    Collector(Predicate<String> wanted, List<String> found) {
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.equals(root) ? "" : folder.getFileName().toString();
      boolean hidden = name.startsWith(".") && !HIDDEN_SOURCES.contains(name);
      return hidden || NOT_SOURCES.contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String path = root.relativize(file).toString().replace('\\', '/');
      if (attributes.isRegularFile() && wanted.test(path)) {
        found.add(path);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
