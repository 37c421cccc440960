package dev.assay.harness.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import dev.assay.harness.ssh.SshException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens a logged-in connection to one server, or says in words why not. */
final class Connector {
  private final SshTarget target;

  Connector(SshTarget target) {
    this.target = target;
  }

  /** One attempt. */
  Session connect() throws SshException {
    Identities identities = Identities.of(target);
    Sockets sockets = new Sockets(target.timing().connectTimeoutMillis());
    @Nullable Session session = null;
    try {
      JSch jsch = new JSch();
      jsch.setIdentityRepository(identities);
      jsch.setKnownHosts(new ByteArrayInputStream(knownHosts()));
      session = jsch.getSession(target.user(), target.host(), target.port());
      session.setSocketFactory(sockets);
      session.setDaemonThread(true);
      session.setConfig("PreferredAuthentications", "publickey");
      session.setConfig("StrictHostKeyChecking", target.knownHosts().checked() ? "yes" : "no");
      session.setServerAliveInterval(target.timing().aliveIntervalMillis());
      session.setServerAliveCountMax(target.timing().aliveCountMax());
      session.connect(target.timing().connectTimeoutMillis());
      return session;
    } catch (JSchException e) {
      throw explain(e, session, sockets, identities);
    }
  }

  /** The files of known hosts, one after the other. */
  private byte[] knownHosts() throws SshException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : target.knownHosts().files()) {
      if (Files.isRegularFile(file)) {
        try {
          all.writeBytes(Files.readAllBytes(file));
          all.write('\n');
        } catch (IOException e) {
          throw new SshException(
              Reason.HOST_KEY, target + ": cannot read the known hosts of " + file + ": " + e, e);
        }
      }
    }
    return all.toByteArray();
  }

  private SshException explain(
      JSchException e, @Nullable Session session, Sockets sockets, Identities identities) {
    if (e instanceof JSchHostKeyException) {
      return new SshException(Reason.HOST_KEY, target + ": " + hostKeyTrouble(e, session), e);
    }
    if (e instanceof JSchAlgoNegoFailException) {
      return new SshException(
          Reason.REMOTE, target + ": no algorithm in common with the server: " + e.getMessage(), e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Auth ") || message.startsWith("USERAUTH")) {
      return new SshException(
          Reason.LOGIN,
          target + ": the server lets none of our keys in; " + identities.describe(),
          e);
    }
    return unreachable(e, sockets);
  }

  private SshException unreachable(JSchException e, Sockets sockets) {
    int timeoutMillis = target.timing().connectTimeoutMillis();
    Throwable cause = rootOf(e);
    if (cause instanceof UnknownHostException) {
      return new SshException(
          Reason.UNKNOWN_HOST, target + ": the name " + target.host() + " does not resolve", e);
    }
    if (cause instanceof SocketTimeoutException) {
      String what =
          sockets.connected
              ? "accepts connections but does not answer as an SSH server within "
              : "does not answer within ";
      return new SshException(Reason.NO_ANSWER, target + " " + what + timeoutMillis + " ms", e);
    }
    if (cause instanceof ConnectException
        && String.valueOf(cause.getMessage()).contains("refused")) {
      return new SshException(
          Reason.REFUSED, target + ": connection refused; does sshd listen on this port?", e);
    }
    if (cause instanceof NoRouteToHostException || cause instanceof ConnectException) {
      return new SshException(Reason.NO_ANSWER, target + ": " + cause.getMessage(), e);
    }
    return new SshException(
        Reason.LOST, target + ": the connection broke while logging in: " + cause.getMessage(), e);
  }

  private String hostKeyTrouble(JSchException e, @Nullable Session session) {
    @Nullable HostKey key = session == null ? null : session.getHostKey();
    String seen = key == null ? "" : " (" + key.getType() + " " + printOf(key) + ")";
    String name = target.port() == 22 ? target.host() : "[" + target.host() + "]:" + target.port();
    String files =
        String.join(" or ", target.knownHosts().files().stream().map(Path::toString).toList());
    if (e instanceof JSchChangedHostKeyException) {
      return "the server's host key"
          + seen
          + " is not the one on record in "
          + files
          + ": another machine answers, or it was set up anew. If that is expected, forget the old"
          + " key with `ssh-keygen -R '"
          + name
          + "'` and add the new one";
    }
    return "the server's host key"
        + seen
        + " is not in "
        + files
        + "; compare it, then add it with `ssh-keyscan -p "
        + target.port()
        + " "
        + target.host()
        + " >> ~/.ssh/known_hosts`, or switch the check off for throw-away machines";
  }

  private static String printOf(HostKey key) {
    return Identities.fingerprint(java.util.Base64.getDecoder().decode(key.getKey()));
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < 10; depth++) {
      @Nullable Throwable cause = root.getCause();
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root;
  }

  /** Plain sockets that keep the reason why they could not connect. */
  private static final class Sockets implements SocketFactory {
    private final int timeoutMillis;
    private boolean connected;

    Sockets(int timeoutMillis) {
      this.timeoutMillis = timeoutMillis;
    }

    @Override
    @SuppressWarnings("AddressSelection") // every address of the host is tried
    public Socket createSocket(String host, int port) throws IOException {
      @Nullable IOException first = null;
      for (InetAddress address : InetAddress.getAllByName(host)) {
        Socket socket = new Socket();
        try {
          socket.setTcpNoDelay(true);
          socket.connect(new InetSocketAddress(address, port), timeoutMillis);
          connected = true;
          return socket;
        } catch (IOException e) {
          socket.close();
          first = first == null ? e : first;
        }
      }
      throw first == null ? new UnknownHostException(host) : first;
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
      return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
      return socket.getOutputStream();
    }
  }
}
