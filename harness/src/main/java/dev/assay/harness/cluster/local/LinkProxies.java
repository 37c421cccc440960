package dev.assay.harness.cluster.local;

import dev.assay.harness.cluster.Cluster.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The network between local nodes: TCP proxies, one for each (from, to, port), served by one
 * thread, through which packets of one direction or both can be lost.
 *
 * <p>What a cut does is what lost packets do to TCP, seen from both ends (see {@link
 * LinkConnection}): nobody is told; bytes wait at the sender; what arrives on the other way goes
 * unacknowledged and so stops soon; new connections lead nowhere. After {@link #heal} the bytes of
 * connections that both ends still hold arrive, late, as TCP would send them again. A kernel waits
 * for its next retransmission first, up to as long again as the cut lasted; here they arrive at
 * once.
 */
final class LinkProxies implements AutoCloseable {
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  // Only the thread touches these.
  private final Set<Link> dropped = new HashSet<>();
  private final Set<LinkConnection> connections = new LinkedHashSet<>();
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private volatile boolean closed;

  private record Listener(ServerSocketChannel channel, Link link, InetSocketAddress target) {}

  LinkProxies() throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().daemon().name("link proxies").start(this::serve);
  }

  /**
   * Opens a way for connections that {@code link.from()} makes.
   *
   * @param listen where to listen, on a port that is free
   * @param target where the other node listens, now or later
   * @return where to connect to
   */
  InetSocketAddress open(Link link, InetAddress listen, InetSocketAddress target)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(listen, 0), 1024);
      channel.configureBlocking(false);
      InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();
      inThread(() -> register(new Listener(channel, link, target)));
      return address;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Loses, from now on, what the links carry; when this returns no byte passes any more. */
  void drop(Set<Link> links) throws IOException {
    inThread(
        () -> {
          dropped.addAll(links);
          connections.forEach(connection -> connection.cut(dropped));
        });
  }

  void heal() throws IOException {
    inThread(
        () -> {
          dropped.clear();
          List.copyOf(connections).forEach(LinkConnection::heal);
        });
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void register(Listener listener) {
    try {
      listener.channel.register(selector, SelectionKey.OP_ACCEPT, listener);
      listeners.add(listener.channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the work in the thread that owns everything and returns when it is done. */
  private void inThread(Runnable work) throws IOException {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            work.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    if (closed) {
      throw new IOException("the cluster's network has been closed");
    }
    try {
      done.join();
    } catch (CompletionException e) {
      throw new IOException("the cluster's network failed: " + e.getCause(), e);
    }
  }

  private void serve() {
    try (selector) {
      while (!closed) {
        selector.select(this::ready);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector of the link proxies failed", e);
    } finally {
      closed = true;
      shutDown();
    }
  }

  private void shutDown() {
    List.copyOf(connections).forEach(LinkConnection::abort);
    for (ServerSocketChannel listener : listeners) {
      LinkConnection.closeQuietly(listener);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Listener listener) {
      accept(listener);
    } else if (key.attachment() instanceof LinkConnection connection) {
      connection.ready(key);
    }
  }

  private void accept(Listener listener) {
    try {
      SocketChannel near;
      while ((near = listener.channel.accept()) != null) {
        LinkConnection connection =
            new LinkConnection(selector, near, listener.link, listener.target, connections::remove);
        connections.add(connection);
        connection.start(dropped);
      }
    } catch (IOException e) {
      // The process has no file descriptor left, or the caller has gone again: the next one may do.
      return;
    }
  }
}
