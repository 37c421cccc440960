package dev.assay.eventualkv.server.replica;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A Merkle tree of fixed shape over the keys that two nodes both keep (Dynamo §4.7): keys are
 * hashed to 256 leaves below 16 inner nodes below the root. A leaf is the sum of its keys' hashes,
 * so a change costs O(1).
 */
final class HashTree {
  static final int LEAF_LEVEL = 2;
  private static final int FAN_OUT = 16;

  private final long[] leaves = new long[FAN_OUT * FAN_OUT];

  static int leafOf(Key key) {
    return (int) (key.hash() & (FAN_OUT * FAN_OUT - 1));
  }

  /** A key's digest has changed; 0 stands for a key that is not there. */
  void change(Key key, long before, long now) {
    leaves[leafOf(key)] += mix(key.hash(), now) - mix(key.hash(), before);
  }

  private static long mix(long key, long digest) {
    if (digest == 0) {
      return 0;
    }
    long z = key * 31 + digest;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The hash of the root alone (level 0), or of the children of a node of level 0 or 1. */
  List<Long> root() {
    return List.of(hash(0, 0));
  }

  /** The hashes of the children of an inner node, at the level below it. */
  List<Long> children(int level, int index) {
    return IntStream.range(0, FAN_OUT)
        .mapToObj(child -> hash(level + 1, FAN_OUT * index + child))
        .toList();
  }

  private long hash(int level, int index) {
    if (level == LEAF_LEVEL) {
      return leaves[index];
    }
    LongStream below =
        IntStream.range(0, FAN_OUT).mapToLong(child -> hash(level + 1, FAN_OUT * index + child));
    return below.reduce(level, (all, each) -> mix(all, each ^ 0x5bf03635L));
  }
}
