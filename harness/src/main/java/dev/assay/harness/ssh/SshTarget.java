package dev.assay.harness.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's SSH server is, how to log in, and what commands find there.
 *
 * @param node the node's name, for messages
 * @param keyFile a private key, or null for the agent's keys and the user's own under {@code
 *     ~/.ssh}
 * @param agentSocket where the SSH agent listens, or null for none
 * @param environment what every command finds in its environment besides the server's own
 * @param directory where commands run and what relative paths are relative to; null for the home
 */
public record SshTarget(
    String node,
    String host,
    int port,
    String user,
    @Nullable Path keyFile,
    @Nullable Path agentSocket,
    KnownHosts knownHosts,
    Timing timing,
    Map<String, String> environment,
    @Nullable String directory) {

  public SshTarget {
    environment = Map.copyOf(environment);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "node " + node + ": expected a port from 1 to 65535, found " + port);
    }
  }

  /** With the user's own keys, agent and known hosts, as the {@code ssh} command has them. */
  public static SshTarget of(String node, String host, int port, String user) {
    @Nullable String socket = System.getenv("SSH_AUTH_SOCK");
    return new SshTarget(
        node,
        host,
        port,
        user,
        null,
        socket == null || socket.isEmpty() ? null : Path.of(socket),
        KnownHosts.ofUser(),
        Timing.DEFAULT,
        Map.of(),
        null);
  }

  public SshTarget withKeyFile(Path file) {
    return new SshTarget(
        node, host, port, user, file, agentSocket, knownHosts, timing, environment, directory);
  }

  public SshTarget withAgent(@Nullable Path socket) {
    return new SshTarget(
        node, host, port, user, keyFile, socket, knownHosts, timing, environment, directory);
  }

  public SshTarget withKnownHosts(KnownHosts hosts) {
    return new SshTarget(
        node, host, port, user, keyFile, agentSocket, hosts, timing, environment, directory);
  }

  public SshTarget withTiming(Timing newTiming) {
    return new SshTarget(
        node,
        host,
        port,
        user,
        keyFile,
        agentSocket,
        knownHosts,
        newTiming,
        environment,
        directory);
  }

  public SshTarget withEnvironment(Map<String, String> variables) {
    return new SshTarget(
        node, host, port, user, keyFile, agentSocket, knownHosts, timing, variables, directory);
  }

  public SshTarget withDirectory(@Nullable String path) {
    return new SshTarget(
        node, host, port, user, keyFile, agentSocket, knownHosts, timing, environment, path);
  }

  @Override
  public String toString() {
    return node + " (" + user + "@" + host + ":" + port + ")";
  }

  /**
   * The host keys to believe.
   *
   * @param files in the format of {@code known_hosts}, hashed names too; those that do not exist
   *     count as empty
   * @param checked whether a host whose key is not there is refused
   */
  public record KnownHosts(List<Path> files, boolean checked) {
    public KnownHosts {
      files = List.copyOf(files);
    }

    /** Those of {@code ~/.ssh/known_hosts} and of the machine. */
    public static KnownHosts ofUser() {
      Path home = Path.of(System.getProperty("user.home", "/"));
      return new KnownHosts(
          List.of(home.resolve(".ssh/known_hosts"), Path.of("/etc/ssh/ssh_known_hosts")), true);
    }

    public static KnownHosts of(Path file) {
      return new KnownHosts(List.of(file), true);
    }

    /** Believes any host: for throw-away machines only. */
    public static KnownHosts unchecked() {
      return new KnownHosts(List.of(), false);
    }
  }

  /**
   * How long to wait for what.
   *
   * @param connectTimeoutMillis for one attempt to connect, and for each answer while logging in
   * @param retryMillis how long to go on trying where nobody listens yet
   * @param aliveIntervalMillis of silence before the server is asked for a sign of life
   * @param aliveCountMax unanswered such questions before the connection counts as lost
   */
  public record Timing(
      int connectTimeoutMillis, int retryMillis, int aliveIntervalMillis, int aliveCountMax) {
    /** Finds a dead host within six to eight seconds. */
    public static final Timing DEFAULT = new Timing(10_000, 5_000, 1_500, 4);
  }
}
