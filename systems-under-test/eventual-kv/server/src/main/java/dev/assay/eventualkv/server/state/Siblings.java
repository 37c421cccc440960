package dev.assay.eventualkv.server.state;

import dev.assay.eventualkv.server.Bug;
import dev.assay.runtime.codec.Decoder;
import dev.assay.runtime.codec.Encoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A register that keeps all values that no other has overwritten: each with a dotted version
 * vector, the dot of its write and what its writer had seen (Preguiça, Baquero, Almeida, Fonte,
 * Gonçalves, Dotted Version Vectors, 2012, §5). Two clients that write at the same time through the
 * same node have different dots, where a version vector alone would take one write for the other's
 * successor.
 *
 * @param versions ordered by dot
 */
public record Siblings(List<Version> versions) implements State {
  static final int KIND = 1;

  /** What version vectors are cut to where a bug does so. */
  private static final int PRUNED_ENTRIES = 1;

  public static final Siblings EMPTY = new Siblings(List.of());

  private static final Comparator<Version> BY_DOT = Comparator.comparing(Version::dot);

  /**
   * One write.
   *
   * @param context what its writer had seen
   * @param value null for a delete
   */
  public record Version(Dot dot, VersionVector context, @Nullable String value) {}

  public Siblings {
    List<Version> sorted = new ArrayList<>(versions);
    sorted.sort(BY_DOT);
    versions = Collections.unmodifiableList(sorted);
  }

  /** All that is here, and all that it came after. */
  public VersionVector seen() {
    VersionVector seen = VersionVector.EMPTY;
    for (Version version : versions) {
      seen = seen.join(version.context()).with(version.dot());
    }
    return seen;
  }

  /** With one write more, which overwrites what its writer had seen. */
  public Siblings write(Dot dot, VersionVector context, @Nullable String value, Set<Bug> bugs) {
    VersionVector kept =
        bugs.contains(Bug.PRUNED_VECTOR) ? context.pruned(PRUNED_ENTRIES) : context;
    return join(new Siblings(List.of(new Version(dot, kept, value))), bugs);
  }

  @Override
  public Siblings join(State other, Set<Bug> bugs) {
    Siblings that = State.same(Siblings.class, other);
    TreeSet<Version> all = new TreeSet<>(BY_DOT);
    all.addAll(versions);
    all.addAll(that.versions);
    List<Version> current = new ArrayList<>(all);
    current.removeIf(version -> isOverwritten(version, all));
    return new Siblings(
        bugs.contains(Bug.DROPPED_SIBLING) && current.size() > 1
            ? List.of(current.getLast())
            : current);
  }

  private static boolean isOverwritten(Version version, Iterable<Version> all) {
    for (Version other : all) {
      if (other.context().covers(version.dot()) && !other.equals(version)) {
        return true;
      }
    }
    return false;
  }

  /** The values that are there, without deletes. */
  public List<String> values() {
    return versions.stream().flatMap(v -> Stream.ofNullable(v.value())).toList();
  }

  @Override
  public String token() {
    return seen().token();
  }

  @Override
  public void encode(Encoder out) {
    out.put(KIND)
        .putAll(
            versions,
            version ->
                out.put(version.dot().node())
                    .put(version.dot().counter())
                    .put(version.context().counters())
                    .putNullable(version.value()));
  }

  static Siblings decode(Decoder in) {
    return new Siblings(
        in.all(
            4 * Integer.BYTES,
            () ->
                new Version(
                    new Dot(in.text(), in.longNumber()),
                    new VersionVector(in.numbers()),
                    in.nullableText())));
  }
}
