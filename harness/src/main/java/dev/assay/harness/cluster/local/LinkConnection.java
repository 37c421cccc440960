package dev.assay.harness.cluster.local;

import dev.assay.harness.cluster.Cluster.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection over a link, and what becomes of it while packets are lost:
 *
 * <ul>
 *   <li>Bytes, an end and a reset that travel in a lost direction are held until the link heals.
 *       The sender can go on writing until the buffers on its way are full.
 *   <li>When only the other direction is lost, acknowledgements are lost with it: a first window of
 *       {@link #UNACKNOWLEDGED_MAX} bytes still arrives, then nothing more does.
 *   <li>A connection that is opened while either direction is lost is not passed on: a handshake
 *       needs both. (The one who opens it sees it as open, for the proxy has accepted it, and gets
 *       no answer.) When it is given up before the link heals, the other node never hears of it.
 * </ul>
 *
 * <p>Owned by the thread of {@link LinkProxies}.
 */
final class LinkConnection {
  /** Ten segments of an Ethernet, the initial window of RFC 6928. */
  static final long UNACKNOWLEDGED_MAX = 14_600;

  private final Selector selector;
  private final SocketChannel near;
  private final Link link;
  private final InetSocketAddress target;
  private final Consumer<LinkConnection> onEnd;
  private final LinkFlow forth;
  private final LinkFlow back;
  private @Nullable SocketChannel far;
  private boolean connected;
  private boolean ended;

  /**
   * @param near the accepted side
   * @param onEnd told when both sides are closed
   */
  LinkConnection(
      Selector selector,
      SocketChannel near,
      Link link,
      InetSocketAddress target,
      Consumer<LinkConnection> onEnd) {
    this.selector = selector;
    this.near = near;
    this.link = link;
    this.target = target;
    this.onEnd = onEnd;
    this.forth = new LinkFlow();
    this.back = new LinkFlow();
  }

  void start(Set<Link> dropped) {
    try {
      prepare(near);
      near.register(selector, 0, this);
      cut(dropped);
      if (!forth.restricted() && !back.restricted()) {
        connectFar();
      }
      update();
    } catch (IOException e) {
      abort();
    }
  }

  /** Takes note of what is lost now. */
  void cut(Set<Link> dropped) {
    boolean forthLost = dropped.contains(link);
    boolean backLost = dropped.contains(new Link(link.to(), link.from()));
    if (forthLost) {
      forth.allow(0);
      back.allow(UNACKNOWLEDGED_MAX);
    }
    if (backLost) {
      back.allow(0);
      forth.allow(UNACKNOWLEDGED_MAX);
    }
    update();
  }

  void heal() {
    forth.allowAll();
    back.allowAll();
    if (ended) {
      return;
    }
    try {
      if (far == null) {
        connectFar();
      }
      pump();
    } catch (IOException e) {
      abort();
    }
  }

  void ready(SelectionKey key) {
    try {
      SocketChannel there = far;
      if (key.isConnectable() && there != null) {
        connected = there.finishConnect();
      }
      pump();
    } catch (IOException e) {
      // The other node refuses: so does the link.
      abort();
    }
  }

  /** Ends both sides at once, with a reset. */
  void abort() {
    reset(near);
    if (far != null) {
      reset(far);
    }
    end();
  }

  private void connectFar() throws IOException {
    SocketChannel channel = SocketChannel.open();
    far = channel;
    prepare(channel);
    connected = channel.connect(target);
    channel.register(selector, connected ? 0 : SelectionKey.OP_CONNECT, this);
  }

  /** Moves what can move now, both ways, until nothing does. */
  private void pump() {
    SocketChannel there = far;
    if (there == null || !connected) {
      waitForFar();
      return;
    }
    boolean forthOpen = forth.move(near, there);
    boolean backOpen = back.move(there, near);
    boolean nearReset = forth.senderReset() || back.receiverReset();
    boolean farReset = back.senderReset() || forth.receiverReset();
    if ((nearReset && farReset) || (nearReset && forth.passes()) || (farReset && back.passes())) {
      abort();
      return;
    }
    if (!forthOpen && !backOpen) {
      closeQuietly(near);
      closeQuietly(there);
      end();
      return;
    }
    update();
  }

  /** Holds what comes, and notices when the one who opened the connection gives it up. */
  private void waitForFar() {
    forth.fill(near);
    if (far == null && (forth.ending() || forth.senderReset())) {
      closeQuietly(near);
      end();
      return;
    }
    update();
  }

  /** Says what to be woken for. */
  private void update() {
    SocketChannel there = far;
    if (ended) {
      return;
    }
    int nearOps = forth.wantsRead() ? SelectionKey.OP_READ : 0;
    if (back.wantsWrite()) {
      nearOps |= SelectionKey.OP_WRITE;
    }
    interest(near, nearOps);
    if (there == null) {
      return;
    }
    int farOps = SelectionKey.OP_CONNECT;
    if (connected) {
      farOps = back.wantsRead() ? SelectionKey.OP_READ : 0;
      if (forth.wantsWrite()) {
        farOps |= SelectionKey.OP_WRITE;
      }
    }
    interest(there, farOps);
  }

  private void interest(SocketChannel channel, int operations) {
    SelectionKey key = channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(operations);
    }
  }

  private void end() {
    ended = true;
    onEnd.accept(this);
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static void reset(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // It is closed already, or will be without a reset.
    }
    closeQuietly(channel);
  }

  static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left of it either way.
      return;
    }
  }
}
