import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the format of Java 21, with stack maps, and the same code: no archive
 * holds classes of before Java 6 (JEP 483), and to verify them at each start takes long.
 *
 * <p>{@code java NewerClassFiles.java FILE.jar}; a jar with a class that cannot be had so stays as
 * it is. Needs JDK 24 (JEP 484).
 */
final class NewerClassFiles {
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  private NewerClassFiles() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path newer = jar.resolveSibling(jar.getFileName() + ".newer");
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(newer))) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
      for (ZipEntry entry : Collections.list(in.entries())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        write(in, entry, format, out);
        out.closeEntry();
      }
    }
    Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(ZipFile in, ZipEntry entry, ClassFile format, OutputStream out)
      throws IOException {
    byte[] bytes;
    try (InputStream content = in.getInputStream(entry)) {
      bytes = content.readAllBytes();
    }
    boolean isOld =
        entry.getName().endsWith(".class")
            && format.parse(bytes).majorVersion() < FIRST_WITH_STACK_MAPS;
    out.write(isOld ? newer(bytes, format) : bytes);
  }

  private static byte[] newer(byte[] bytes, ClassFile format) {
    byte[] newer =
        format.transformClass(
            format.parse(bytes),
            ClassTransform.endHandler(made -> made.withVersion(ClassFile.JAVA_21_VERSION, 0))
                .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    var errors = format.verify(newer);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(errors.getFirst());
    }
    return newer;
  }
}
