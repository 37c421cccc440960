package dev.assay.harness.cluster.local;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.nativefs.NativeFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * The SSH server of one local node. It lets in whoever has the cluster's key and runs commands as
 * the user of this JVM.
 */
final class NodeServer implements AutoCloseable {
  private final SshServer server;
  private final KeyPair hostKey;

  /**
   * Starts listening.
   *
   * @param address the node's loopback address
   * @param clientKey the public key that logs in, as a line of {@code authorized_keys}
   * @param directory where commands run
   * @param environment all that commands find in their environment
   */
  NodeServer(String address, String clientKey, Path directory, Map<String, String> environment)
      throws IOException {
    hostKey = generateHostKey();
    PublicKey allowed = parse(clientKey);
    server = SshServer.setUpDefaultServer();
    server.setHost(address);
    server.setPort(0);
    server.setNioWorkers(1);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
    server.setCommandFactory(
        (channel, command) -> new ShellCommand(command, directory, environment));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new NativeFileSystemFactory());
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.start();
  }

  int port() {
    return server.getPort();
  }

  /** The host's public key as {@code known_hosts} has it: type and base64. */
  String hostKeyLine() {
    return PublicKeyEntry.toString(hostKey.getPublic());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** ECDSA, which the JDK has all of; Ed25519 would need another library on the server's side. */
  private static KeyPair generateHostKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has the curve secp256r1", e);
    }
  }

  private static PublicKey parse(String line) throws IOException {
    try {
      return PublicKeyEntry.parsePublicKeyEntry(line)
          .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the cluster's own public key: " + e.getMessage(), e);
    }
  }
}
