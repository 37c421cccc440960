package dev.assay.runtime.manual;

import java.util.Map;

/** A test named a node that is not there, or is down. */
final class MissingNodeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private MissingNodeException(String message) {
    super(message);
  }

  static <T> T require(Map<String, T> nodes, String name) {
    T node = nodes.get(name);
    if (node == null) {
      throw new MissingNodeException("no node " + name + " here; there are " + nodes.keySet());
    }
    return node;
  }
}
