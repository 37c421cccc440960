package dev.assay.harness.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import dev.assay.harness.ssh.SshException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The keys offered to one server: a named file alone, or the agent's and then the user's own.
 *
 * <p>Keys of files stay here: {@link JSch#addIdentity} would push them into the agent.
 */
final class Identities implements IdentityRepository {
  private static final List<String> USUAL_FILES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final List<Identity> identities;
  private final List<String> offered;
  private final List<String> skipped;

  private Identities(List<Identity> identities, List<String> offered, List<String> skipped) {
    this.identities = identities;
    this.offered = offered;
    this.skipped = skipped;
  }

  static Identities of(SshTarget target) throws SshException {
    List<String> skipped = new ArrayList<>();
    List<Identity> agent = agentKeys(target.agentSocket(), skipped);
    @Nullable Path file = target.keyFile();
    List<Identity> chosen = new ArrayList<>();
    List<String> offered = new ArrayList<>();
    if (file != null) {
      Identity key = named(target, file, agent);
      chosen.add(key);
      offered.add(describe(key, file.toString()));
    } else {
      for (Identity key : agent) {
        chosen.add(key);
        offered.add(describe(key, "from the agent: " + key.getName()));
      }
      usualFiles(chosen, offered, skipped);
    }
    return new Identities(chosen, offered, skipped);
  }

  /** What was offered, and what was not and why, for an error message. */
  String describe() {
    String text =
        offered.isEmpty() ? "no key was there to offer" : "offered " + String.join("; ", offered);
    return skipped.isEmpty() ? text : text + "; not offered: " + String.join("; ", skipped);
  }

  private static Identity named(SshTarget target, Path file, List<Identity> agent)
      throws SshException {
    if (!Files.isReadable(file)) {
      throw new SshException(
          Reason.LOGIN, target + ": expected a readable private key at " + file, null);
    }
    Identity key;
    try {
      key = load(file);
    } catch (JSchException e) {
      throw new SshException(
          Reason.LOGIN,
          target + ": " + file + " is no private key that can be read (" + e.getMessage() + ")",
          e);
    }
    if (!key.isEncrypted()) {
      return key;
    }
    for (Identity held : agent) {
      if (Arrays.equals(held.getPublicKeyBlob(), key.getPublicKeyBlob())) {
        return held;
      }
    }
    throw new SshException(
        Reason.LOGIN,
        target
            + ": the key "
            + file
            + " has a passphrase and no agent holds it; run `ssh-add "
            + file
            + "` (and see that SSH_AUTH_SOCK is set) or name a key without one",
        null);
  }

  private static void usualFiles(
      List<Identity> chosen, List<String> offered, List<String> skipped) {
    Path folder = Path.of(System.getProperty("user.home", "/"), ".ssh");
    for (String name : USUAL_FILES) {
      Path file = folder.resolve(name);
      if (!Files.isReadable(file)) {
        continue;
      }
      try {
        Identity key = load(file);
        if (key.isEncrypted()) {
          skipped.add(file + " (has a passphrase: ssh-add it)");
        } else {
          chosen.add(key);
          offered.add(describe(key, file.toString()));
        }
      } catch (JSchException e) {
        skipped.add(file + " (" + e.getMessage() + ")");
      }
    }
  }

  private static Identity load(Path file) throws JSchException {
    JSch scratch = new JSch();
    scratch.addIdentity(file.toString());
    return scratch.getIdentityRepository().getIdentities().firstElement();
  }

  private static List<Identity> agentKeys(@Nullable Path socket, List<String> skipped) {
    if (socket == null) {
      return List.of();
    }
    try {
      SSHAgentConnector connector = new SSHAgentConnector(socket);
      if (!connector.isAvailable()) {
        skipped.add("the agent's keys (nobody listens on " + socket + ")");
        return List.of();
      }
      return List.copyOf(new AgentIdentityRepository(connector).getIdentities());
    } catch (AgentProxyException e) {
      skipped.add("the agent's keys (" + e.getMessage() + ")");
      return List.of();
    }
  }

  private static String describe(Identity key, String name) {
    byte @Nullable [] blob = key.getPublicKeyBlob();
    return name + " (" + key.getAlgName() + (blob == null ? "" : " " + fingerprint(blob)) + ")";
  }

  /** As {@code ssh-keygen -l} writes it. */
  static String fingerprint(byte[] publicKey) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  @SuppressWarnings("JdkObsolete") // the library's interface
  public Vector<Identity> getIdentities() {
    return new Vector<>(identities);
  }

  @Override
  public String getName() {
    return "assay";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] blob) {
    return false;
  }

  @Override
  public void removeAll() {
    throw new UnsupportedOperationException("keys are fixed when a session is opened");
  }
}
