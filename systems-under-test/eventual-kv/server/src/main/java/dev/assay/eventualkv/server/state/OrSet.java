package dev.assay.eventualkv.server.state;

import dev.assay.eventualkv.server.Bug;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set in which a remove takes away the adds that it has seen, and no others: the optimized
 * observed-remove set, without tombstones (Bieniusa et al., An optimized conflict-free replicated
 * set, 2012, §3).
 *
 * @param seen the adds that were ever seen; one that is seen and not in {@code elements} is removed
 * @param elements those that are there, each with the adds that put it in
 */
public record OrSet(VersionVector seen, SortedMap<String, SortedSet<Dot>> elements)
    implements State {
  static final int KIND = 4;

  public static final OrSet EMPTY = new OrSet(VersionVector.EMPTY, new TreeMap<>());

  public OrSet {
    elements = Collections.unmodifiableSortedMap(elements);
  }

  public OrSet add(Dot dot, String element) {
    SortedMap<String, SortedSet<Dot>> more = new TreeMap<>(elements);
    more.put(element, new TreeSet<>(Set.of(dot)));
    return new OrSet(seen.with(dot), more);
  }

  /** Without the adds of the element that the remover had seen. All of those must be seen here. */
  public OrSet remove(String element, VersionVector removerSaw) {
    SortedMap<String, SortedSet<Dot>> less = new TreeMap<>(elements);
    less.computeIfPresent(
        element,
        (name, dots) -> {
          SortedSet<Dot> left = new TreeSet<>(dots);
          left.removeIf(removerSaw::covers);
          return left.isEmpty() ? null : left;
        });
    return new OrSet(seen, less);
  }

  @Override
  public OrSet join(State other, Set<Bug> bugs) {
    OrSet that = State.same(OrSet.class, other);
    if (equals(that)) {
      return this;
    }
    SortedMap<String, SortedSet<Dot>> joined = new TreeMap<>();
    keepFrom(this, that, joined, bugs);
    keepFrom(that, this, joined, bugs);
    return new OrSet(seen.join(that.seen), joined);
  }

  /**
   * Of one side what the other has too or has never seen: what it has seen and lacks is removed.
   */
  private static void keepFrom(
      OrSet one, OrSet other, SortedMap<String, SortedSet<Dot>> into, Set<Bug> bugs) {
    one.elements.forEach(
        (element, dots) -> {
          SortedSet<Dot> there = other.elements.get(element);
          if (dots.equals(there)) {
            into.put(element, dots);
            return;
          }
          for (Dot dot : dots) {
            if ((there != null && there.contains(dot))
                || !other.seen.covers(dot)
                || bugs.contains(Bug.RESURRECTED_ELEMENT)) {
              into.computeIfAbsent(element, e -> new TreeSet<>()).add(dot);
            }
          }
        });
  }

  @Override
  public String token() {
    return seen.token();
  }

  @Override
  public void encode(Encoder out) {
    out.put(KIND)
        .put(seen.counters())
        .putAll(
            elements.entrySet(),
            e ->
                out.put(e.getKey())
                    .putAll(e.getValue(), dot -> out.put(dot.node()).put(dot.counter())));
  }

  static OrSet decode(Decoder in) {
    VersionVector seen = new VersionVector(in.numbers());
    SortedMap<String, SortedSet<Dot>> elements = new TreeMap<>();
    in.all(
        2 * Integer.BYTES,
        () ->
            elements.put(
                in.text(),
                new TreeSet<>(
                    in.all(
                        Integer.BYTES + Long.BYTES, () -> new Dot(in.text(), in.longNumber())))));
    return new OrSet(seen, elements);
  }
}
