package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions of an order directly depend on which, by their places: who overwrites a
 * version comes after its writer as soon as both are placed; what reads tell is added.
 */
final class PlacedDependencies {
  private final PlacedVersions versions;
  private final List<List<Integer>> successors = new ArrayList<>();

  PlacedDependencies(PlacedVersions versions) {
    this.versions = versions;
  }

  /** Places the next transaction; what is wrong with it, or null. */
  @Nullable String place(int invocation, int at) {
    String fault = versions.place(invocation, at);
    if (fault != null) {
      return fault;
    }
    successors.add(new ArrayList<>());
    for (int key : versions.keysOf(invocation)) {
      List<Integer> writers = versions.writersOf(key);
      if (writers.size() > 1) {
        add(writers.get(writers.size() - 2), at);
      }
    }
    return null;
  }

  void add(int from, int to) {
    successors.get(from).add(to);
  }

  /** The places of those that directly depend on the one at a place. */
  List<Integer> of(int at) {
    return successors.get(at);
  }
}
