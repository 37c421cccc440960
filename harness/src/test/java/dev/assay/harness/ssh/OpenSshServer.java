package dev.assay.harness.ssh;

import dev.assay.harness.ssh.SshTarget.KnownHosts;
import dev.assay.harness.ssh.SshTarget.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real OpenSSH server of this machine, as a child process on loopback, for tests. */
final class OpenSshServer implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final int port;
  private final Process process;

  private OpenSshServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Skips the test with a message where there is no OpenSSH. */
  static void assumeInstalled() {
    for (String program : List.of("/usr/sbin/sshd", "/usr/bin/ssh-keygen", "/usr/bin/unshare")) {
      Assumptions.assumeTrue(
          Files.isExecutable(Path.of(program)), program + " is not there: OpenSSH is not tested");
    }
  }

  static OpenSshServer start(Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    return start(folder, port);
  }

  static OpenSshServer start(Path folder, int port) throws Exception {
    Path hostKey = folder.resolve("host_key");
    if (!Files.exists(hostKey)) {
      keygen("-t", "ed25519", "-N", "", "-f", hostKey.toString());
    }
    Path config = folder.resolve("sshd_config");
    Files.writeString(
        config,
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s
        PidFile none
        UsePAM no
        StrictModes no
        PermitRootLogin prohibit-password
        AuthorizedKeysFile %s
        Subsystem sftp internal-sftp
        # A bash below another one reads no start-up file: what the user has there is not tested.
        SetEnv SHLVL=1
        """
            .formatted(port, hostKey, folder.resolve("authorized_keys")));
    List<String> command =
        new ArrayList<>(List.of(SSHD.toString(), "-D", "-e", "-f", config.toString()));
    if (System.getProperty("user.name").equals("root")
        && !Files.isDirectory(Path.of("/run/sshd"))) {
      // As root it wants a folder that only a running service makes: given one, for it alone.
      command =
          List.of(
              "/usr/bin/unshare",
              "--mount",
              "sh",
              "-c",
              "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec \"$0\" \"$@\"",
              SSHD.toString(),
              "-D",
              "-e",
              "-f",
              config.toString());
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    OpenSshServer server = new OpenSshServer(folder, port, process);
    server.awaitListening();
    return server;
  }

  /** Makes a key pair that may log in, or not. */
  Path key(String name, boolean allowed, String... options) throws Exception {
    Path file = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-q", "-f", file.toString()));
    keygen(all.toArray(String[]::new));
    if (allowed) {
      Path authorized = folder.resolve("authorized_keys");
      String known = Files.exists(authorized) ? Files.readString(authorized) : "";
      Files.writeString(authorized, known + Files.readString(folder.resolve(name + ".pub")));
    }
    return file;
  }

  SshTarget target(Path key) throws IOException {
    Path knownHosts = folder.resolve("known_hosts");
    Files.writeString(
        knownHosts, "[127.0.0.1]:" + port + " " + Files.readString(folder.resolve("host_key.pub")));
    return SshTarget.of("n1", "127.0.0.1", port, System.getProperty("user.name"))
        .withKeyFile(key)
        .withAgent(null)
        .withKnownHosts(KnownHosts.of(knownHosts))
        .withTiming(new Timing(10_000, 5_000, 300, 3));
  }

  int port() {
    return port;
  }

  /** The processes that serve open connections. */
  List<ProcessHandle> connections() {
    return process.toHandle().descendants().toList();
  }

  private void awaitListening() throws Exception {
    for (int i = 0; i < 400; i++) {
      Assertions.assertTrue(process.isAlive(), () -> "sshd ended: " + log());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        InputStream in = socket.getInputStream();
        if (in.read() == 'S') {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(25);
      }
    }
    Assertions.fail("sshd does not listen: " + log());
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("sshd.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  static void keygen(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ssh-keygen", "-q"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assertions.assertEquals(0, process.waitFor(), output);
  }

  @Override
  public void close() {
    connections().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
