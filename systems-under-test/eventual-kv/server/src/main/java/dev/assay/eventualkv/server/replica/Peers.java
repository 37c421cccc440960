package dev.assay.eventualkv.server.replica;

import java.util.Collection;
import java.util.List;

/** Sends messages to the other nodes. */
interface Peers {
  String self();

  default void send(String to, Message message) {
    send(List.of(to), message);
  }

  /** The same to several. */
  void send(Collection<String> to, Message message);

  /** A number that no other request of this node, in this life or another, is likely to have. */
  long nextId();
}
