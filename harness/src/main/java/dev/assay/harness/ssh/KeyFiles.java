package dev.assay.harness.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Key pairs made for a cluster, in OpenSSH's format. */
public final class KeyFiles {
  private KeyFiles() {}

  /** The kinds of keys that are made. */
  public enum Kind {
    ED25519(KeyPair.ED25519, 256),
    ECDSA(KeyPair.ECDSA, 256);

    private final int type;
    private final int bits;

    Kind(int type, int bits) {
      this.type = type;
      this.bits = bits;
    }
  }

  /**
   * Makes a key pair without a passphrase and writes it to {@code file} and {@code file.pub}; only
   * the owner can read the former.
   *
   * @return the public key as a line: type, base64, comment
   */
  public static String generate(Path file, Kind kind, String comment) throws IOException {
    try {
      KeyPair pair = KeyPair.genKeyPair(new JSch(), kind.type, kind.bits);
      pair.setPublicKeyComment(comment);
      ByteArrayOutputStream secret = new ByteArrayOutputStream();
      pair.writeOpenSSHv1PrivateKey(secret, null);
      ByteArrayOutputStream open = new ByteArrayOutputStream();
      pair.writePublicKey(open, comment);
      pair.dispose();
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, secret.toByteArray());
      Files.write(file.resolveSibling(file.getFileName() + ".pub"), open.toByteArray());
      return open.toString(StandardCharsets.UTF_8).strip();
    } catch (JSchException e) {
      throw new IOException("cannot make a key pair for " + file + ": " + e.getMessage(), e);
    }
  }
}
