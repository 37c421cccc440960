package dev.assay.runtime;

import java.util.List;

/**
 * One-way messages to the other nodes.
 *
 * <p>A message may be lost, delayed, delivered twice or overtaken; one that arrives is intact.
 * There are no connections and no errors: who needs an answer sends again.
 */
public interface Network {
  /** The largest message that can be sent. */
  int MESSAGE_BYTES_MAX = 16 << 20;

  /** This node's name. */
  String self();

  /** The other nodes' names, in a fixed order. */
  List<String> peers();

  /**
   * Sends and forgets.
   *
   * @throws IllegalArgumentException when {@code to} is no peer or the message is larger than
   *     {@link #MESSAGE_BYTES_MAX}
   */
  void send(String to, byte[] message);

  /** Registers the one handler of messages; those that arrive before that are lost. */
  void onMessage(MessageHandler handler);

  /** Receives messages. */
  interface MessageHandler {
    void receive(String from, byte[] message);
  }
}
