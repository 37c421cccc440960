package dev.assay.benchmarks.raftkv;

import dev.assay.raftkv.server.RaftKvClasspath;
import dev.assay.raftkv.server.RaftKvServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Servers of Raft KV as processes of this machine, on its loopback address, in a folder. */
final class LocalServers implements AutoCloseable {
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<InetSocketAddress> clientAddresses = new ArrayList<>();
  private final Thread onExit = new Thread(this::destroy, "servers");

  /**
   * Starts them.
   *
   * @param javaOptions for each server's Java
   * @param serverOptions beside those that every server needs
   */
  LocalServers(int count, List<String> javaOptions, List<String> serverOptions) throws IOException {
    folder = Files.createTempDirectory("assay-raft-kv-");
    Runtime.getRuntime().addShutdownHook(onExit);
    List<Integer> ports = freePorts(2 * count);
    List<String> peers =
        IntStream.range(0, count).mapToObj(i -> "n" + i + "=127.0.0.1:" + ports.get(i)).toList();
    for (int i = 0; i < count; i++) {
      int clientPort = ports.get(count + i);
      clientAddresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort));
      String own = "n" + i;
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(javaOptions);
      command.addAll(List.of("-cp", classpath(), RaftKvServer.class.getName(), "--id", own));
      command.addAll(List.of("--listen", "127.0.0.1:" + ports.get(i)));
      command.addAll(List.of("--client-listen", "127.0.0.1:" + clientPort));
      if (count > 1) {
        String others =
            peers.stream()
                .filter(peer -> !peer.startsWith(own + "="))
                .collect(Collectors.joining(","));
        command.addAll(List.of("--peers", others));
      }
      command.addAll(List.of("--dir", folder.resolve(own).toString()));
      command.addAll(serverOptions);
      processes.add(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(own + ".log").toFile())
              .start());
    }
  }

  private static String classpath() {
    return RaftKvClasspath.files().stream()
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return open.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
  }

  /**
   * Where clients reach the leader; waits until there is one.
   *
   * @throws IOException when there is none in time, or a server has ended
   */
  InetSocketAddress awaitLeader(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (int i = 0; i < processes.size(); i++) {
        if (!processes.get(i).isAlive()) {
          throw new IOException(
              "server n%d has ended: %s"
                  .formatted(i, Files.readString(folder.resolve("n" + i + ".log"))));
        }
        if (Status.of(clientAddresses.get(i)).filter(Status::leads).isPresent()) {
          return clientAddresses.get(i);
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("no server leads after " + limit.toSeconds() + " s");
  }

  /** How much processor time all servers have used so far. */
  Duration processorTime() {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void destroy() {
    processes.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    destroy();
    for (Process process : processes) {
      process.onExit().join();
    }
    Runtime.getRuntime().removeShutdownHook(onExit);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
