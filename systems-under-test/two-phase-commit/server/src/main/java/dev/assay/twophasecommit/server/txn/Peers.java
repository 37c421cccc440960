package dev.assay.twophasecommit.server.txn;

/** Sends messages to nodes, this one included: its own arrive later, like all others. */
interface Peers {
  String self();

  void send(String to, Message message);
}
