package dev.assay.raftkv.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real servers, each a process of its own on loopback. */
class EndToEndTest {
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(2))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<String, Integer> peerPorts = new TreeMap<>();
  private final Map<String, Integer> clientPorts = new TreeMap<>();
  private final Map<String, Process> servers = new TreeMap<>();

  @AfterEach
  void stop() throws InterruptedException {
    servers.values().forEach(Process::destroyForcibly);
    for (Process server : servers.values()) {
      server.waitFor();
    }
    client.close();
  }

  private void choosePorts() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (String name : NAMES) {
      for (Map<String, Integer> ports : List.of(peerPorts, clientPorts)) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(name, socket.getLocalPort());
      }
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  private void start(String name) throws IOException {
    String peers =
        NAMES.stream()
            .filter(peer -> !peer.equals(name))
            .map(peer -> peer + "=127.0.0.1:" + peerPorts.get(peer))
            .collect(Collectors.joining(","));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            RaftKvClasspath.files().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)),
            RaftKvServer.class.getName(),
            "--id",
            name,
            "--listen",
            "127.0.0.1:" + peerPorts.get(name),
            "--client-listen",
            "127.0.0.1:" + clientPorts.get(name),
            "--peers",
            peers,
            "--dir",
            folder.resolve(name).toString(),
            "--snapshot-entries",
            "20",
            "--seed",
            Integer.toString(name.hashCode()));
    servers.put(
        name,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
            .start());
  }

  private Process server(String name) {
    return Objects.requireNonNull(servers.get(name));
  }

  private HttpResponse<String> send(String name, String method, String target, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + clientPorts.get(name) + target))
            .timeout(Duration.ofSeconds(5))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** Asks one server after the other until one answers 200, for three minutes at most. */
  private String untilOk(String method, String target, String body) throws Exception {
    String last = "";
    for (long end = System.nanoTime() + 180_000_000_000L; System.nanoTime() < end; ) {
      for (String name : NAMES) {
        if (server(name).isAlive()) {
          try {
            HttpResponse<String> response = send(name, method, target, body);
            last = name + ": " + response.body();
            if (response.statusCode() == 200) {
              return response.body();
            }
          } catch (IOException notThere) {
            last = name + ": " + notThere;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        "no answer within three minutes; the last was " + last + "\n" + logs());
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (String name : NAMES) {
      logs.append(Files.readString(folder.resolve(name + ".log")));
    }
    return logs.toString();
  }

  private String leader() throws Exception {
    String status = untilOk("PUT", "/kv/probe", "1");
    assertTrue(status.contains("\"ok\":true"));
    for (String name : NAMES) {
      if (server(name).isAlive()
          && send(name, "GET", "/status", "").body().contains("\"role\":\"leader\"")) {
        return name;
      }
    }
    throw new AssertionError("it has just served a write, and none leads\n" + logs());
  }

  @Test
  void writesSurviveTheLeaderAndThenEverybody() throws Exception {
    choosePorts();
    for (String name : NAMES) {
      start(name);
    }
    untilOk("PUT", "/kv/x", "one");
    String first = leader();

    server(first).toHandle().destroyForcibly();
    server(first).waitFor();
    assertEquals("{\"ok\":true,\"value\":\"one\"}\n", untilOk("GET", "/kv/x", ""));
    untilOk("POST", "/kv/x?op=append", "+two");

    for (String name : NAMES) {
      server(name).destroyForcibly().waitFor();
    }
    for (String name : NAMES) {
      start(name);
    }

    assertTrue(untilOk("GET", "/kv/x", "").startsWith("{\"ok\":true,\"value\":\"one+two"));
    assertTrue(logs().contains("recovered: term "), logs());
  }

  /** Recovery of a cluster after kill -9 of all nodes loses no acknowledged write. */
  @Test
  void acknowledgedWritesSurviveTheDeathOfEverybodyUnderLoad() throws Exception {
    choosePorts();
    for (String name : NAMES) {
      start(name);
    }
    Map<String, String> acknowledged = new ConcurrentSkipListMap<>();
    for (int round = 0; round < 2; round++) {
      String leader = leader();
      int before = acknowledged.size();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String prefix = "/kv/r%d-w%d-".formatted(round, i);
        writers.add(
            Thread.startVirtualThread(() -> writeUntilItDies(leader, prefix, acknowledged)));
      }
      for (int wait = 0; acknowledged.size() < before + 150 && wait < 600; wait++) {
        Thread.sleep(50);
      }
      NAMES.forEach(name -> server(name).destroyForcibly());
      for (Thread writer : writers) {
        writer.join();
      }
      for (String name : NAMES) {
        server(name).waitFor();
        start(name);
      }
      assertTrue(acknowledged.size() >= before + 150, () -> "only " + acknowledged.size());
    }

    String leader = leader();
    for (Map.Entry<String, String> write : acknowledged.entrySet()) {
      assertEquals(
          "{\"ok\":true,\"value\":\"%s\"}\n".formatted(write.getValue()),
          send(leader, "GET", write.getKey(), "").body());
    }
    assertTrue(logs().matches("(?s).*a snapshot of entry [1-9].*"), "snapshots were recovered");
  }

  private void writeUntilItDies(String server, String prefix, Map<String, String> acknowledged) {
    try {
      for (int i = 0; ; i++) {
        if (send(server, "PUT", prefix + i, "v" + i).statusCode() == 200) {
          acknowledged.put(prefix + i, "v" + i);
        }
      }
    } catch (IOException died) {
      // It was killed: what this write came to nobody knows.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void secondServerOnTheSamePortOrFolderSaysWhy() throws Exception {
    choosePorts();
    start("n1");
    for (int i = 0; i < 300 && !logs("n1").contains("serving clients"); i++) {
      Thread.sleep(100);
    }
    Process first = server("n1");

    start("n1");
    assertEquals(1, server("n1").waitFor());
    assertTrue(logs("n1").contains("another server uses this folder"), logs("n1"));
    servers.put("n2", first);
    peerPorts.put("n3", peerPorts.get("n1"));
    start("n3");

    assertEquals(1, server("n3").waitFor());
    assertTrue(logs("n3").contains("cannot listen for peers on 127.0.0.1:"), logs("n3"));
  }

  private String logs(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }
}
