package dev.assay.harness.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster needs to know besides its nodes.
 *
 * @param stateFolder where clusters are written down
 * @param temporaryFolder where the folders of local nodes go
 * @param diskFolder where the disks of netns nodes go: a real file system rather than memory
 * @param user who logs in to hosts that do not say
 * @param keyFile the private key for hosts that do not say; null for the agent's and the user's own
 * @param hostKeysChecked whether a host that is not in {@code known_hosts} is refused
 */
public record ClusterOptions(
    Path stateFolder,
    Path temporaryFolder,
    Path diskFolder,
    String user,
    @Nullable Path keyFile,
    boolean hostKeysChecked) {

  /** As the environment has it: {@code XDG_STATE_HOME}, the user's name and keys. */
  public static ClusterOptions ofEnvironment() {
    @Nullable String state = System.getenv("XDG_STATE_HOME");
    Path home = Path.of(System.getProperty("user.home", "/"));
    Path states =
        state == null || !Path.of(state).isAbsolute()
            ? home.resolve(".local/state")
            : Path.of(state);
    return new ClusterOptions(
        states.resolve("assay"),
        Path.of(System.getProperty("java.io.tmpdir", ".")).toAbsolutePath(),
        Path.of("/var/tmp"),
        System.getProperty("user.name", "root"),
        null,
        true);
  }

  public ClusterOptions withStateFolder(Path folder) {
    return new ClusterOptions(
        folder.toAbsolutePath(), temporaryFolder, diskFolder, user, keyFile, hostKeysChecked);
  }

  public ClusterOptions withTemporaryFolder(Path folder) {
    return new ClusterOptions(
        stateFolder, folder.toAbsolutePath(), diskFolder, user, keyFile, hostKeysChecked);
  }

  public ClusterOptions withUser(String name) {
    return new ClusterOptions(
        stateFolder, temporaryFolder, diskFolder, name, keyFile, hostKeysChecked);
  }

  public ClusterOptions withKeyFile(@Nullable Path file) {
    return new ClusterOptions(
        stateFolder, temporaryFolder, diskFolder, user, file, hostKeysChecked);
  }

  public ClusterOptions withHostKeysChecked(boolean checked) {
    return new ClusterOptions(stateFolder, temporaryFolder, diskFolder, user, keyFile, checked);
  }
}
