package dev.assay.runtime.real;

import dev.assay.runtime.Network;
import dev.assay.runtime.real.Frames.Hello;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages over TCP: every node dials every peer and sends only on the connections it dialled.
 *
 * <p>So the two directions between two nodes are two connections, and each can be cut by itself: by
 * a link proxy, or by a packet filter that drops what goes to the receiver's listening port.
 */
final class RealNetwork implements Network {
  private final String self;
  private final Map<String, PeerLink> links = new TreeMap<>();
  private @Nullable MessageHandler handler;

  RealNetwork(
      String self,
      Map<String, InetSocketAddress> peers,
      EventLoop loop,
      StderrTrace trace,
      Crash crash) {
    this.self = self;
    peers.forEach(
        (peer, address) ->
            links.put(peer, new PeerLink(new Hello(self, peer), address, loop, trace, crash)));
  }

  void start() {
    links.values().forEach(PeerLink::start);
  }

  /** Where received messages go. */
  void receive(String from, byte[] message) {
    if (handler != null) {
      handler.receive(from, message);
    }
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public List<String> peers() {
    return List.copyOf(links.keySet());
  }

  @Override
  public void send(String to, byte[] message) {
    PeerLink link = links.get(to);
    if (link == null || message.length > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "cannot send " + message.length + " bytes to '" + to + "'; peers are " + peers());
    }
    link.send(message);
  }

  @Override
  public void onMessage(MessageHandler receiver) {
    handler = receiver;
  }
}
