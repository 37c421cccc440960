package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A register whose responses carry a version: {@code read} gives {@code [version value]}, {@code
 * write [nil value]} gives {@code [version value]} with the version after it, {@code cas [nil [old
 * new]]} gives {@code [version [old new]]}. A version or value of nil in a response tells nothing.
 *
 * <p>A <em>versioned register</em> counts its own changes from 0, as Jepsen's for etcd. A
 * <em>revision register</em> shares its counter with others: each change has a greater revision
 * than all before.
 */
public final class VersionedRegisterModel implements Model {
  private final String name;
  private final boolean hasGaps;
  private final Cell initial;

  /**
   * @param version the version, or the least that it can be
   * @param isExact whether it is known: not after a change of unknown revision
   */
  private record Cell(long version, boolean isExact, @Nullable Object value) {}

  private VersionedRegisterModel(String name, boolean hasGaps, CheckOptions options) {
    this.name = name;
    this.hasGaps = hasGaps;
    initial = new Cell(0, true, options.initial());
  }

  public static VersionedRegisterModel versions(CheckOptions options) {
    return new VersionedRegisterModel("versioned-register", false, options);
  }

  public static VersionedRegisterModel revisions(CheckOptions options) {
    return new VersionedRegisterModel("revision-register", true, options);
  }

  @Override
  public String name() {
    return name;
  }

  public boolean hasGaps() {
    return hasGaps;
  }

  @Override
  public Object initial() {
    return initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    boolean isRead = action.f().equals("read");
    if (!isRead && !action.f().equals("write") && !action.f().equals("cas")) {
      return Complaints.unknown(action, "read, write or cas");
    }
    List<?> pair = pair(action);
    if (pair == null) {
      return isRead && action.result() == null
          ? null
          : Complaints.badValue(action, action.f() + " [version value]");
    }
    if (pair.get(0) != null && !(pair.get(0) instanceof Long)) {
      return Complaints.badValue(action, "an integer as the version");
    }
    boolean isCas = action.f().equals("cas");
    return isCas && !(pair.get(1) instanceof List<?> change && change.size() == 2)
        ? Complaints.badValue(action, "cas [version [old new]]")
        : null;
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Cell cell = (Cell) state;
    Long version = version(action);
    @Nullable Object value = value(action);
    if (action.f().equals("read")) {
      boolean isOther = action.isOk() && value != null && !value.equals(cell.value);
      return isOther ? null : seen(cell, version);
    }
    if (action.f().equals("cas")) {
      List<?> change = (List<?>) Objects.requireNonNull(value);
      if (!Objects.equals(change.get(0), cell.value)) {
        return null;
      }
      value = change.get(1);
    }
    if (version == null) {
      return new Cell(cell.version + 1, cell.isExact && !hasGaps, value);
    }
    boolean fits = hasGaps ? version > cell.version : version == cell.version + 1;
    return fits ? new Cell(version, true, value) : null;
  }

  private static @Nullable Cell seen(Cell cell, @Nullable Long version) {
    if (version == null || (cell.isExact && version == cell.version)) {
      return cell;
    }
    return !cell.isExact && version >= cell.version ? new Cell(version, true, cell.value) : null;
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read") && (!hasGaps || version(action) == null);
  }

  @Override
  public boolean takesPart(Action action) {
    return action.isOk() || (!action.f().equals("read") && Model.super.takesPart(action));
  }

  /** Versions grow with every change, and a version has one value. */
  @Override
  public boolean canFollow(Action first, Action second) {
    Long before = version(first);
    Long after = version(second);
    if (before == null || after == null) {
      return true;
    }
    boolean reads = second.f().equals("read");
    if (before > after || (before.equals(after) && !reads)) {
      return false;
    }
    boolean isNext = reads ? before.equals(after) : !hasGaps && before + 1 == after;
    Object left = left(first);
    Object found = found(second);
    return !isNext || left == null || found == null || left.equals(found);
  }

  /** The value that is there after the action, as far as it tells. */
  public static @Nullable Object left(Action action) {
    return action.f().equals("cas") && value(action) instanceof List<?> change
        ? change.get(1)
        : value(action);
  }

  /** The value that the action finds, as far as it tells. */
  public static @Nullable Object found(Action action) {
    return switch (action.f()) {
      case "read" -> value(action);
      case "cas" -> value(action) instanceof List<?> change ? change.get(0) : null;
      default -> null;
    };
  }

  /** Revisions, when others may lie between them. */
  @Override
  public boolean hasElements() {
    return hasGaps;
  }

  @Override
  public @Nullable Collection<Object> elements(Action action) {
    Long version = version(action);
    return version == null ? List.of() : List.of(version);
  }

  @Override
  public @Nullable Action restrict(Action action, Set<Object> elements) {
    if (action.f().equals("cas") || (action.isOk() && version(action) == null)) {
      return action;
    }
    return elements.containsAll(Objects.requireNonNull(elements(action))) ? action : null;
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    Cell cell = (Cell) state;
    if (action.f().equals("read")) {
      return List.of(Arrays.asList(cell.version, cell.value));
    }
    Object after = step(state, Model.stillOpen(action));
    if (after == null) {
      return List.of();
    }
    @Nullable Object asked = Objects.requireNonNull(pair(action)).get(1);
    List<@Nullable Object> next = Arrays.asList(cell.version + 1, asked);
    return hasGaps ? List.of(next, Arrays.asList(cell.version + 2, asked)) : List.of(next);
  }

  @Override
  public Object show(Object state) {
    Cell cell = (Cell) state;
    return Arrays.asList(cell.isExact ? (Object) cell.version : null, cell.value);
  }

  /** The version that a response tells, or null. */
  public static @Nullable Long version(Action action) {
    List<?> pair = action.isOk() ? pair(action) : null;
    return pair != null && pair.get(0) instanceof Long version ? version : null;
  }

  /** What was read or is to be written; for a cas {@code [old new]}. */
  public static @Nullable Object value(Action action) {
    List<?> pair = pair(action);
    return pair == null ? null : pair.get(1);
  }

  private static @Nullable List<?> pair(Action action) {
    Object value = action.isOk() && action.result() != null ? action.result() : action.argument();
    return value instanceof List<?> pair && pair.size() == 2 ? pair : null;
  }
}
