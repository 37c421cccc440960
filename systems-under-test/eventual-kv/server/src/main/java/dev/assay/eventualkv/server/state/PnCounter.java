package dev.assay.eventualkv.server.state;

import dev.assay.eventualkv.server.Bug;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A counter that goes up and down: for each node the sum of what it added and of what it took away
 * (Shapiro et al., A comprehensive study of CRDTs, 2011, §3.1.3). Without negative additions it is
 * a G-counter. A node changes its own tally alone.
 */
public record PnCounter(SortedMap<String, Tally> tallies) implements State {
  static final int KIND = 3;

  public static final PnCounter EMPTY = new PnCounter(new TreeMap<>());

  /** What one node has added and taken away; neither ever shrinks. */
  public record Tally(long added, long taken) {
    public static final Tally NONE = new Tally(0, 0);

    /** With one addition more. */
    public Tally plus(long by) {
      return by >= 0
          ? new Tally(Math.addExact(added, by), taken)
          : new Tally(added, Math.subtractExact(taken, by));
    }
  }

  public PnCounter {
    tallies = Collections.unmodifiableSortedMap(new TreeMap<>(tallies));
  }

  public Tally of(String node) {
    return tallies.getOrDefault(node, Tally.NONE);
  }

  public PnCounter with(String node, Tally tally) {
    SortedMap<String, Tally> more = new TreeMap<>(tallies);
    more.put(node, tally);
    return new PnCounter(more);
  }

  /** The sum; arithmetic beyond 64 bits wraps around. */
  public long value() {
    return tallies.values().stream().mapToLong(t -> t.added() - t.taken()).sum();
  }

  @Override
  public PnCounter join(State other, Set<Bug> bugs) {
    PnCounter that = State.same(PnCounter.class, other);
    SortedMap<String, Tally> joined = new TreeMap<>(tallies);
    that.tallies.forEach(
        (node, tally) ->
            joined.merge(
                node,
                tally,
                (a, b) ->
                    bugs.contains(Bug.SUMMED_TALLIES) && !a.equals(b)
                        ? new Tally(a.added() + b.added(), a.taken() + b.taken())
                        : new Tally(
                            Math.max(a.added(), b.added()), Math.max(a.taken(), b.taken()))));
    return new PnCounter(joined);
  }

  @Override
  public String token() {
    return "";
  }

  @Override
  public void encode(Encoder out) {
    out.put(KIND)
        .putAll(
            tallies.entrySet(),
            e -> out.put(e.getKey()).put(e.getValue().added()).put(e.getValue().taken()));
  }

  static PnCounter decode(Decoder in) {
    SortedMap<String, Tally> tallies = new TreeMap<>();
    in.all(
        Integer.BYTES + 2 * Long.BYTES,
        () -> tallies.put(in.text(), new Tally(in.longNumber(), in.longNumber())));
    return new PnCounter(tallies);
  }
}
