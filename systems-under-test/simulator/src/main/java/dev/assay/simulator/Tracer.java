package dev.assay.simulator;

import dev.assay.simulator.TraceEvent.Kind;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a hash over all that happens, and tells a listener when there is one.
 *
 * <p>Two runs with the same hash after the same number of events took the same steps: times, kinds,
 * nodes and contents of messages are in it. Whether somebody listens is not.
 */
final class Tracer {
  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

  private final @Nullable Consumer<TraceEvent> listener;
  private long hash = 1;
  private long events;

  Tracer(@Nullable Consumer<TraceEvent> listener) {
    this.listener = listener;
  }

  boolean isListened() {
    return listener != null;
  }

  long hash() {
    return hash;
  }

  long events() {
    return events;
  }

  void event(long timeNanos, Kind kind, int node, int peer, long message, long content) {
    events++;
    long mixed = mix(hash ^ timeNanos);
    mixed = mix(mixed ^ ((long) kind.ordinal() << 48 | (long) (node + 2) << 24 | (peer + 2)));
    hash = mix(mixed ^ message ^ (content << 20));
  }

  void tell(Supplier<TraceEvent> event) {
    if (listener != null) {
      listener.accept(event.get());
    }
  }

  static long contentOf(byte[] bytes) {
    return Arrays.hashCode(bytes);
  }

  private static long mix(long value) {
    long product = value * MULTIPLIER;
    return product ^ (product >>> 32);
  }
}
