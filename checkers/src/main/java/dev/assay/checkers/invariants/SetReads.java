package dev.assay.checkers.invariants;

import dev.assay.histories.History;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The acknowledged reads of a set in the order of their completions, elements by number. */
final class SetReads {
  private int size;
  private int[] invoked = new int[16];
  private int[] start = new int[16];
  private int[] elements = new int[64];

  private SetReads() {}

  /** All reads; elements that cannot be there are told and left out. */
  static SetReads of(Part part, Adds adds, Findings findings) {
    SetReads reads = new SetReads();
    SeenElements seen = new SeenElements(part, adds, findings);
    History history = part.history();
    int filled = 0;
    for (int event : part.events()) {
      if (!part.isOk(event, "read") || history.value(event) == null) {
        continue;
      }
      reads.open(history.pair(event));
      for (Object element : part.elements(event)) {
        int number = seen.see(element, event);
        if (number != ElementIndex.NONE) {
          if (filled == reads.elements.length) {
            reads.elements = Arrays.copyOf(reads.elements, filled + (filled >> 1));
          }
          reads.elements[filled++] = number;
        }
      }
      reads.start[reads.size] = filled;
    }
    return reads;
  }

  private void open(int invocation) {
    if (size + 1 == invoked.length) {
      invoked = Arrays.copyOf(invoked, size * 2 + 2);
      start = Arrays.copyOf(start, size * 2 + 2);
    }
    invoked[size++] = invocation;
  }

  int size() {
    return size;
  }

  /** The invocation of a read. */
  int invoked(int read) {
    return invoked[read];
  }

  /** The elements of a read are {@code start(read)} until {@code start(read + 1)}. */
  int start(int read) {
    return start[read];
  }

  int element(int at) {
    return elements[at];
  }

  /** The reads from the one that was invoked last to the one that was invoked first. */
  int[] latestFirst() {
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingInt((Integer read) -> -invoked[read]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
