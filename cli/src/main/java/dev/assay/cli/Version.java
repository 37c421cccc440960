package dev.assay.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version from the manifest, and of the Java that runs it. */
final class Version implements IVersionProvider {
  /** {@code 0.1.0}, or {@code development} when run from classes that are in no jar. */
  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "assay "
          + number()
          + " (Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
          + ")"
    };
  }
}
