package dev.assay.eventualkv.server.replica;

/** Sends messages to the other nodes. */
interface Peers {
  String self();

  void send(String to, Message message);

  /** A number that no other request of this node, in this life or another, is likely to have. */
  long nextId();
}
