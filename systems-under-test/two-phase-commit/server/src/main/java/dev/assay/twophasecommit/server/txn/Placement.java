package dev.assay.twophasecommit.server.txn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which node holds which key: keys are hashed over all nodes. */
final class Placement {
  private final List<String> nodes;

  Placement(String self, Collection<String> peers) {
    List<String> all = new ArrayList<>(peers);
    all.add(self);
    nodes = all.stream().sorted().toList();
  }

  /** Where an operation is done: a scan on all nodes. */
  List<String> nodesOf(MicroOp op) {
    return op.isScan() ? nodes : List.of(nodeOf(op.key()));
  }

  String nodeOf(String key) {
    // FNV-1a, 64 bits, with its high bits mixed in: neighbouring keys go to different nodes
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return nodes.get((int) Long.remainderUnsigned(hash ^ (hash >>> 32), nodes.size()));
  }
}
