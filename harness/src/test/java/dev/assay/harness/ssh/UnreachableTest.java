package dev.assay.harness.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.ssh.SshException.Reason;
import dev.assay.harness.ssh.SshTarget.KnownHosts;
import dev.assay.harness.ssh.SshTarget.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that cannot be reached, each said in its own words. */
@Timeout(60)
class UnreachableTest {
  @TempDir Path folder;
  private Path key;

  @BeforeEach
  void makeKey() throws IOException {
    key = folder.resolve("id");
    KeyFiles.generate(key, KeyFiles.Kind.ECDSA, "test");
  }

  @Test
  void aPortWhereNobodyListensIsTriedForAWhile() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    SshException e = fails("127.0.0.1", port, 500);
    assertEquals(Reason.REFUSED, e.reason());
    assertTrue(
        e.toString().contains("n7 (nobody@127.0.0.1:" + port + "): connection refused"),
        e::toString);
    assertTrue(e.toString().matches("(?s).*\\(\\d+ attempts in \\d+ ms\\).*"), e::toString);
  }

  @Test
  void manyCallersDoNotWaitOneAfterTheOther() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (SshSession session = new SshSession(target("127.0.0.1", port, 2_000))) {
      long startNanos = System.nanoTime();
      InParallel.run(
          List.of(1, 2, 3, 4, 5, 6, 7, 8),
          i ->
              assertThrows(SshException.class, () -> session.exec("true", Duration.ofSeconds(30))));
      assertTrue(System.nanoTime() - startNanos < 14_000_000_000L, "eight times two seconds");
    }
  }

  @Test
  void aServerThatSaysNothingIsNoSshServer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SshException e = fails("127.0.0.1", silent.getLocalPort(), 0);
      assertEquals(Reason.NO_ANSWER, e.reason());
      assertTrue(e.toString().contains("does not answer as an SSH server"), e::toString);
    }
  }

  @Test
  void aHostThatDoesNotAnswerIsGivenUp() throws IOException {
    // A queue of one that nobody serves: Linux ignores further handshakes, like a dead host.
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) {
        Socket filler = new Socket();
        fillers.add(filler);
        try {
          filler.connect(full.getLocalSocketAddress(), 200);
        } catch (IOException e) {
          break;
        }
      }
      SshException e = fails("127.0.0.1", full.getLocalPort(), 0);
      assertEquals(Reason.NO_ANSWER, e.reason());
      assertTrue(e.toString().contains("does not answer"), e::toString);
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void aNameThatDoesNotResolveIsSaidSo() {
    SshException e = fails("[::no]", 22, 5_000);
    assertEquals(Reason.UNKNOWN_HOST, e.reason());
    assertTrue(e.toString().contains("does not resolve"), e::toString);
  }

  @Test
  void aServerOfAnotherKindIsSaidSo() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  other.accept().close();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      SshException e = fails("127.0.0.1", other.getLocalPort(), 0);
      assertEquals(Reason.LOST, e.reason());
      assertTrue(e.toString().contains("the connection broke while logging in"), e::toString);
    }
  }

  @Test
  void aKeyThatIsNoneIsNamed() throws IOException {
    Files.writeString(key, "not a key");
    SshException e = fails("127.0.0.1", 1, 0);
    assertEquals(Reason.LOGIN, e.reason());
    assertTrue(e.toString().contains(key + " is no private key"), e::toString);
    Files.delete(key);
    assertTrue(
        fails("127.0.0.1", 1, 0).toString().contains("expected a readable private key at " + key));
  }

  @Test
  void aClosedSessionStaysClosed() throws IOException {
    SshSession session = new SshSession(target("127.0.0.1", 1, 0));
    session.close();
    SshException e = assertThrows(SshException.class, session::connect);
    assertEquals(Reason.CLOSED, e.reason());
  }

  private SshTarget target(String host, int port, int retryMillis) {
    return SshTarget.of("n7", host, port, "nobody")
        .withKeyFile(key)
        .withAgent(null)
        .withKnownHosts(KnownHosts.unchecked())
        .withTiming(new Timing(1_500, retryMillis, 500, 3));
  }

  private SshException fails(String host, int port, int retryMillis) {
    try (SshSession session = new SshSession(target(host, port, retryMillis))) {
      return assertThrows(SshException.class, session::connect);
    }
  }
}
