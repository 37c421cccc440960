package dev.assay.harness.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.cluster.support.InParallel;
import dev.assay.harness.ssh.SshException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with the server that most nodes have. */
@Timeout(120)
class OpenSshTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private OpenSshServer server;
  private Path key;
  private SshSession session;

  @BeforeAll
  static void assumeInstalled() {
    OpenSshServer.assumeInstalled();
  }

  @BeforeEach
  void start() throws Exception {
    server = OpenSshServer.start(folder);
    key = server.key("id", true, "-t", "ed25519", "-N", "");
    session = new SshSession(server.target(key));
  }

  @AfterEach
  void stop() throws Exception {
    session.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void keysOfEveryKindLogIn(String type) throws Exception {
    Path other = server.key("id_" + type, true, "-t", type, "-N", "");
    try (SshSession own = new SshSession(server.target(other))) {
      assertEquals("in\n", own.run("echo in"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ED25519", "ECDSA"})
  void keysMadeHereLogIn(String kind) throws Exception {
    Path own = folder.resolve("made");
    String line = KeyFiles.generate(own, KeyFiles.Kind.valueOf(kind), "assay-test");
    assertTrue(line.endsWith(" assay-test"), line);
    Files.writeString(folder.resolve("authorized_keys"), line + "\n");
    try (SshSession made = new SshSession(server.target(own))) {
      assertEquals("in\n", made.run("echo in"));
    }
  }

  @Test
  void theAgentsKeysLogIn() throws Exception {
    Path locked = server.key("locked", true, "-t", "ed25519", "-N", "secret");
    Path socket = folder.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Path askpass = folder.resolve("askpass");
      Files.writeString(askpass, "#!/bin/sh\necho secret\n");
      assertTrue(askpass.toFile().setExecutable(true));
      ProcessBuilder add = new ProcessBuilder("ssh-add", locked.toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      add.environment().put("SSH_ASKPASS", askpass.toString());
      add.environment().put("SSH_ASKPASS_REQUIRE", "force");
      for (int i = 0; i < 400 && !Files.exists(socket); i++) {
        Thread.sleep(25);
      }
      assertEquals(0, add.redirectErrorStream(true).start().waitFor());
      // With the key's file named, and with whatever the agent holds.
      SshTarget target = server.target(locked).withAgent(socket);
      SshTarget unnamed =
          SshTarget.of("n1", "127.0.0.1", server.port(), target.user())
              .withAgent(socket)
              .withKnownHosts(target.knownHosts());
      for (SshTarget each : List.of(target, unnamed)) {
        try (SshSession own = new SshSession(each)) {
          assertEquals("in\n", own.run("echo in"));
        }
      }
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void aKeyWithAPassphraseIsExplained() throws Exception {
    Path locked = server.key("locked", true, "-t", "ed25519", "-N", "secret");
    SshException e = fails(server.target(locked));
    assertEquals(Reason.LOGIN, e.reason());
    assertTrue(e.toString().contains("ssh-add " + locked), e::toString);
  }

  @Test
  void aWrongKeyIsNamed() throws Exception {
    Path wrong = server.key("wrong", false, "-t", "ed25519", "-N", "");
    SshException e = fails(server.target(wrong));
    assertEquals(Reason.LOGIN, e.reason());
    assertTrue(e.toString().contains("offered " + wrong + " (ssh-ed25519 SHA256:"), e::toString);
    assertTrue(e.toString().contains("n1 (" + System.getProperty("user.name") + "@"), e::toString);
  }

  @Test
  void anUnknownAndAChangedHostKeyAreRefused() throws Exception {
    Path hosts = folder.resolve("other_hosts");
    SshTarget target = server.target(key).withKnownHosts(SshTarget.KnownHosts.of(hosts));
    SshException unknown = fails(target);
    assertEquals(Reason.HOST_KEY, unknown.reason());
    assertTrue(unknown.toString().contains("ssh-keyscan -p " + server.port()), unknown::toString);
    assertTrue(unknown.toString().contains("ssh-ed25519 SHA256:"), unknown::toString);

    OpenSshServer.keygen("-t", "ed25519", "-N", "", "-f", folder.resolve("impostor").toString());
    Files.writeString(
        hosts,
        "[127.0.0.1]:" + server.port() + " " + Files.readString(folder.resolve("impostor.pub")));
    SshException changed = fails(target);
    assertEquals(Reason.HOST_KEY, changed.reason());
    assertTrue(changed.toString().contains("ssh-keygen -R '[127.0.0.1]:"), changed::toString);

    try (SshSession trusting =
        new SshSession(target.withKnownHosts(SshTarget.KnownHosts.unchecked()))) {
      assertEquals("in\n", trusting.run("echo in"));
    }
  }

  @Test
  void hashedKnownHostsAreUnderstood() throws Exception {
    SshTarget target = server.target(key);
    OpenSshServer.keygen("-H", "-f", folder.resolve("known_hosts").toString());
    assertFalse(Files.readString(folder.resolve("known_hosts")).contains("127.0.0.1"));
    try (SshSession own = new SshSession(target)) {
      assertEquals("in\n", own.run("echo in"));
    }
  }

  @Test
  void fiftyCommandsShareAStockServersTenChannels() throws IOException {
    List<String> out =
        InParallel.map(
            IntStream.range(0, 50).boxed().toList(), i -> session.run("sleep 0.1; echo " + i));
    assertEquals(IntStream.range(0, 50).mapToObj(i -> i + "\n").toList(), out);
  }

  @Test
  void aCommandThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    Path pids = folder.resolve("pids");
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                session.exec(
                    "sleep 1000 & echo $! >" + pids + "; echo $$ >>" + pids + "; echo hm >&2; wait",
                    Duration.ofSeconds(2)));
    assertEquals(Reason.TIMEOUT, e.reason());
    assertTrue(e.toString().contains("it had complained: hm"), e::toString);
    for (String pid : Files.readAllLines(pids)) {
      assertGone(Long.parseLong(pid));
    }
  }

  @Test
  void anInterruptedCommandIsKilled() throws Exception {
    Path pid = folder.resolve("pid");
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread runner =
        Thread.ofVirtual()
            .start(
                () ->
                    thrown.complete(
                        assertThrows(
                            InterruptedIOException.class,
                            () -> session.exec("echo $$ >" + pid + "; sleep 1000", PATIENCE))));
    for (int i = 0; i < 400 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
      Thread.sleep(25);
    }
    runner.interrupt();
    thrown.get(20, TimeUnit.SECONDS);
    assertGone(Long.parseLong(Files.readString(pid).strip()));
  }

  @Test
  void outputIsBounded() {
    SshException e =
        assertThrows(SshException.class, () -> session.exec("yes | head -c 40000000", PATIENCE));
    assertEquals(Reason.TOO_MUCH_OUTPUT, e.reason());
  }

  @Test
  void aDaemonThatKeepsTheOutputOpenHoldsNobodyUp() throws IOException {
    long startNanos = System.nanoTime();
    String out = session.exec("sleep 1000 & echo $!", PATIENCE).out();
    assertTrue(System.nanoTime() - startNanos < PATIENCE.toNanos());
    session.run("kill " + out.strip());
  }

  @Test
  void standardInputIsEmpty() throws IOException {
    assertEquals("0\n", session.run("wc -c"));
  }

  @Test
  void aSignalIsAnExitCode() throws IOException {
    assertEquals(137, session.exec("kill -KILL $$", PATIENCE).exitCode());
  }

  @Test
  void commandsFindDirectoryAndEnvironment() throws Exception {
    Path place = Files.createDirectory(folder.resolve("a place's"));
    SshTarget target =
        server
            .target(key)
            .withDirectory(place.toString())
            .withEnvironment(java.util.Map.of("COLOUR", "it's \"blue\" $HOME"));
    try (SshSession own = new SshSession(target)) {
      assertEquals(
          place.toRealPath() + "\nit's \"blue\" $HOME\n",
          own.run("pwd; printf '%s\\n' \"$COLOUR\""));
      Path file = folder.resolve("file");
      Files.writeString(file, "content");
      own.upload(file, "relative");
      assertEquals("content", Files.readString(place.resolve("relative")));
    }
  }

  @Test
  void aLostConnectionIsReportedAndThenMadeAnew() throws Exception {
    assertEquals("1\n", session.run("echo 1"));
    CompletableFuture<SshException> lost =
        CompletableFuture.supplyAsync(
            () -> assertThrows(SshException.class, () -> session.exec("sleep 1000", PATIENCE)));
    Thread.sleep(500);
    server.connections().forEach(ProcessHandle::destroyForcibly);
    assertEquals(Reason.LOST, lost.get(20, TimeUnit.SECONDS).reason());
    assertEquals("2\n", session.run("echo 2"));
  }

  @Test
  void aConnectionThatFallsSilentIsGivenUpAndMadeAnew() throws Exception {
    assertEquals("1\n", session.run("echo 1"));
    CompletableFuture<SshException> lost =
        CompletableFuture.supplyAsync(
            () -> assertThrows(SshException.class, () -> session.exec("sleep 1000", PATIENCE)));
    Thread.sleep(500);
    Set<ProcessHandle> silent = new HashSet<>(server.connections());
    for (ProcessHandle each : silent) {
      signal("STOP", each);
    }
    // Not sent on the silent connection, so this is sent once on a new one.
    assertEquals("2\n", session.run("echo 2"));
    assertEquals(Reason.LOST, lost.get(20, TimeUnit.SECONDS).reason());
    silent.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void filesGoAndComeUnharmed() throws IOException {
    byte[] content = new byte[30 << 20];
    new SplittableRandom(7).nextBytes(content);
    Path local = folder.resolve("here");
    Files.write(local, content);
    String remote = folder.resolve("there [*?] \\ it's").toString();
    session.upload(local, remote);
    assertArrayEquals(content, Files.readAllBytes(Path.of(remote)));
    assertFalse(Files.isExecutable(Path.of(remote)));
    Path back = folder.resolve("back");
    session.download(remote, back);
    assertArrayEquals(content, Files.readAllBytes(back));
    // Replaced by a shorter one, which is a program.
    Files.writeString(local, "#!/bin/sh\necho ran\n");
    assertTrue(local.toFile().setExecutable(true));
    session.upload(local, remote);
    assertEquals("ran\n", session.run(Shell.quote(remote)));
  }

  @Test
  void troubleWithFilesIsExplained() throws IOException {
    Path local = folder.resolve("here");
    Files.write(local, "text".getBytes(StandardCharsets.UTF_8));
    String nowhere = folder + "/no/such/folder/file";
    assertTrouble(nowhere, () -> session.upload(local, nowhere));
    assertTrouble("does the file exist", () -> session.download(nowhere, folder.resolve("x")));
    assertTrouble("is the disk full?", () -> session.upload(local, "/dev/full"));
    IOException e = assertThrows(IOException.class, () -> session.upload(folder, "x"));
    assertTrue(e.toString().contains("expected a file to upload at " + folder), e::toString);
  }

  private interface Act {
    void run() throws IOException;
  }

  private static void assertTrouble(String words, Act act) {
    SshException e = assertThrows(SshException.class, act::run);
    assertEquals(Reason.REMOTE, e.reason());
    assertTrue(e.toString().contains(words), e::toString);
    assertTrue(e.toString().contains("n1 ("), e::toString);
  }

  private static SshException fails(SshTarget target) {
    try (SshSession session = new SshSession(target)) {
      return assertThrows(SshException.class, session::connect);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
  }

  private static void assertGone(long pid) throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      if (ProcessHandle.of(pid).isEmpty()) {
        return;
      }
      Thread.sleep(25);
    }
    assertTrue(ProcessHandle.of(pid).isEmpty(), "process " + pid + " lives on");
  }
}
