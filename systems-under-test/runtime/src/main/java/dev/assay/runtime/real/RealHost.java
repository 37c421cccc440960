package dev.assay.runtime.real;

import dev.assay.runtime.Clock;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Disk;
import dev.assay.runtime.Env;
import dev.assay.runtime.Http;
import dev.assay.runtime.Network;
import dev.assay.runtime.Program;
import dev.assay.runtime.Rng;
import dev.assay.runtime.Timers;
import dev.assay.runtime.Trace;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one program on this machine until the process ends. */
public final class RealHost implements Env {
  private static final int WRITE_BACK_SECONDS = 5;

  private final Config config;
  private final StderrTrace trace;
  private final Crash crash;
  private final EventLoop loop;
  private final Rng rng;
  private final RealDisk disk;
  private final RealNetwork network;
  private final RealHttp http;

  /**
   * What a node is told.
   *
   * @param id this node's name
   * @param listen where peers reach it
   * @param clientListen where clients reach it
   * @param peers the other nodes by name, at the addresses this node is to dial
   * @param directory its data
   * @param seed of its random numbers
   * @param detailedTrace whether events of the protocol are logged
   */
  public record Config(
      String id,
      HostPort listen,
      HostPort clientListen,
      Map<String, HostPort> peers,
      Path directory,
      long seed,
      boolean detailedTrace) {}

  /**
   * Starts the program. Returns when it serves; it goes on until the process ends. A fatal error
   * ends the process.
   *
   * @throws IOException when the node cannot start; the message says why
   * @throws CorruptFileException when what an earlier life left cannot be trusted
   */
  public static void run(Config config, Program program) throws IOException {
    new RealHost(config).start(program);
  }

  private RealHost(Config config) throws IOException {
    this.config = config;
    this.trace = new StderrTrace(config.id(), config.detailedTrace(), System.err);
    this.crash = new Crash(trace);
    this.loop =
        new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("loop", false), NioIoHandler.newFactory())
            .next();
    this.rng = new Rng(config.seed());
    this.disk = openDisk();
    this.network = new RealNetwork(config.id(), resolve(config.peers()), loop, trace, crash);
    this.http = new RealHttp(trace, crash);
  }

  private RealDisk openDisk() throws IOException {
    try {
      return new RealDisk(config.directory(), loop, crash);
    } catch (IOException failed) {
      throw new IOException(
          "cannot use the data folder %s: %s (%s)"
              .formatted(
                  config.directory(), failed.getMessage(), failed.getClass().getSimpleName()),
          failed);
    }
  }

  private static Map<String, InetSocketAddress> resolve(Map<String, HostPort> peers)
      throws IOException {
    Map<String, InetSocketAddress> addresses = new TreeMap<>();
    for (Map.Entry<String, HostPort> peer : peers.entrySet()) {
      try {
        addresses.put(peer.getKey(), peer.getValue().resolve());
      } catch (UnknownHostException unknown) {
        throw new IOException(
            "cannot find the address of peer " + peer.getKey() + "=" + peer.getValue(), unknown);
      }
    }
    return addresses;
  }

  private void start(Program program) throws IOException {
    PeerServer peerServer =
        new PeerServer(config.id(), config.peers().keySet(), network::receive, trace, crash);
    // Peers first: a program that starts its timers before it can be heard would only disturb them.
    listen(config.listen(), "peers", peerServer::accept);
    loop.execute(network::start);
    var started = loop.submit(() -> program.start(this)).awaitUninterruptibly();
    if (!started.isSuccess()) {
      refuseToStart(started.cause());
    }
    var unused =
        loop.scheduleWithFixedDelay(
            () -> crash.guard(disk::writeBack),
            WRITE_BACK_SECONDS,
            WRITE_BACK_SECONDS,
            TimeUnit.SECONDS);
    listen(config.clientListen(), "clients", http::accept);
    trace.log("serving clients on " + config.clientListen());
  }

  private void refuseToStart(Throwable cause) throws IOException {
    switch (cause) {
      case CorruptFileException corrupt -> throw corrupt;
      case UncheckedIOException failed -> throw new IOException(failed.getMessage(), failed);
      default -> crash.now(Crash.BROKEN_PROGRAM, "the program threw: " + cause, cause);
    }
  }

  private void listen(HostPort address, String whom, Consumer<Channel> accept) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept.accept(channel);
                  }
                });
    try {
      bootstrap.bind(address.resolve()).syncUninterruptibly();
    } catch (Exception failed) {
      throw new IOException(
          "cannot listen for %s on %s: %s".formatted(whom, address, failed.getMessage()), failed);
    }
  }

  @Override
  public Clock clock() {
    return RealClock.INSTANCE;
  }

  @Override
  public Rng rng() {
    return rng;
  }

  @Override
  public Timers timers() {
    return (delayNanos, task) -> {
      var scheduled = loop.schedule(() -> crash.guard(task), delayNanos, TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    };
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Http http() {
    return http;
  }

  @Override
  public Trace trace() {
    return trace;
  }

  private enum RealClock implements Clock {
    INSTANCE;

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }

    @Override
    public long wallMillis() {
      return System.currentTimeMillis();
    }
  }
}
