package dev.assay.harness.cluster.netns;

import dev.assay.harness.cluster.support.HostCommand;
import dev.assay.harness.cluster.support.Mark;
import dev.assay.harness.cluster.support.MarkedProcesses;
import dev.assay.harness.ssh.KeyFiles;
import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * One node as a machine: its disk, and its processes below an SSH server that is their first.
 *
 * <p>The disk is the upper layer of an overlay over the host's files and outlives the processes, so
 * that the machine can crash and boot again.
 */
final class Machine {
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final Layout layout;
  private final int index;

  Machine(Layout layout, int index) {
    this.layout = layout;
    this.index = index;
  }

  /**
   * Lays out the disk.
   *
   * @param clientKey who may log in, a line of {@code authorized_keys}
   * @param hosts the cluster's lines of {@code /etc/hosts}
   * @return the host's public key
   */
  String createDisk(String clientKey, String hosts) throws IOException {
    Path upper = layout.disk(index).resolve("upper");
    Path settings = upper.resolve("etc/assay");
    for (String folder : List.of("root", "work", "upper/etc/assay", "upper" + Layout.DIRECTORY)) {
      Files.createDirectories(layout.disk(index).resolve(folder));
    }
    // The folder of the cluster is private; below it are the permissions that the node sees.
    for (String folder : List.of("", "etc", "etc/assay", "opt", "opt/assay")) {
      Files.setPosixFilePermissions(
          upper.resolve(folder), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String hostKey =
        KeyFiles.generate(settings.resolve("host_key"), KeyFiles.Kind.ED25519, layout.name(index));
    write(settings.resolve("authorized_keys"), "rw-------", clientKey + "\n");
    write(settings.resolve("sshd_config"), "rw-------", sshdConfig());
    write(upper.resolve("etc/hosts"), "rw-r--r--", "127.0.0.1 localhost\n" + hosts);
    write(upper.resolve("etc/hostname"), "rw-r--r--", layout.name(index) + "\n");
    return hostKey;
  }

  /** Starts the first process; its server listens soon after. */
  void boot() throws IOException {
    Path script = layout.disk(index).resolve("node.sh");
    if (!Files.exists(script)) {
      try (InputStream source = Machine.class.getResourceAsStream("node.sh")) {
        if (source == null) {
          throw new IllegalStateException("the jar lacks node.sh beside " + Machine.class);
        }
        Files.copy(source, script);
      }
    }
    String command =
        "env -i PATH=%s LC_ALL=C %s=%s %s=%s setsid nsenter --net=/run/netns/%s"
                .formatted(
                    HostCommand.path(),
                    Mark.VARIABLE,
                    layout.mark(),
                    Mark.NODE_VARIABLE,
                    layout.name(index),
                    layout.namespace(index))
            + " unshare --mount --uts --ipc --pid --fork --kill-child -- sh %s %s %s"
                .formatted(
                    Shell.quote(script.toString()),
                    Shell.quote(layout.disk(index).toString()),
                    layout.name(index));
    HostCommand.run("(" + command + " </dev/null >>" + Shell.quote(log().toString()) + " 2>&1 &)");
  }

  /** Ends all processes at once, as a loss of power does; what is not on the disk is gone. */
  void crash() throws IOException {
    MarkedProcesses.ofNode(layout.mark(), layout.name(index)).kill(KILL_TIMEOUT);
  }

  /** What the first process said, for an error message. */
  String complaints() {
    try {
      String text = Files.readString(log()).strip();
      return text.substring(Math.max(0, text.length() - 1000));
    } catch (IOException e) {
      return "it left no log (" + e.getMessage() + ")";
    }
  }

  private Path log() {
    return layout.disk(index).resolve("node.log");
  }

  private String sshdConfig() {
    // A bash below another one reads no start-up file, which would be the host's root's.
    return """
    HostKey /etc/assay/host_key
    AuthorizedKeysFile /etc/assay/authorized_keys
    PidFile none
    UsePAM no
    UseDNS no
    PermitRootLogin prohibit-password
    PasswordAuthentication no
    Subsystem sftp internal-sftp
    MaxStartups 200
    MaxSessions 100
    LogLevel ERROR
    SetEnv %s=%s %s=%s SHLVL=1
    """
        .formatted(Mark.VARIABLE, layout.mark(), Mark.NODE_VARIABLE, layout.name(index));
  }

  private static void write(Path file, String permissions, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
