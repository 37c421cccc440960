package dev.assay.checkers.certificates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set with add, remove, contains of one element and reads of all. */
final class SetSpecification extends MachineSpecification {
  private static final int START_ELEMENTS_MAX = 4;

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "add", "remove" -> call.input() != null;
      case "contains" -> subject(call) != null && (!call.isOk() || answer(call) != null);
      case "read" -> call.result() == null || call.result() instanceof Collection<?>;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    boolean changes = call.f().equals("add") || call.f().equals("remove");
    return !changes || Objects.equals(answer(call), false);
  }

  /**
   * All sets of the elements that calls name, when they are few. From a set with others in it no
   * read of all is right, and without such reads the others make no difference.
   */
  @Override
  public List<Object> starts(Collection<Call> calls) {
    Set<Object> named = new LinkedHashSet<>();
    for (Call call : calls) {
      if (!call.f().equals("read")) {
        named.add(Objects.requireNonNull(subject(call)));
      } else if (call.result() instanceof Collection<?> all) {
        named.addAll(all);
      }
    }
    if (named.size() > START_ELEMENTS_MAX) {
      return List.of();
    }
    List<Object> elements = List.copyOf(named);
    List<Object> starts = new ArrayList<>();
    for (int choice = 0; choice < 1 << elements.size(); choice++) {
      Set<Object> members = new HashSet<>();
      for (int i = 0; i < elements.size(); i++) {
        if ((choice >> i & 1) == 1) {
          members.add(elements.get(i));
        }
      }
      starts.add(new Members(members));
    }
    return starts;
  }

  @Override
  public boolean hasElements() {
    return true;
  }

  @Override
  public @Nullable Call restrict(Call call, Set<Object> elements) {
    if (!call.f().equals("read")) {
      return elements.contains(Objects.requireNonNull(subject(call))) ? call : null;
    }
    if (!(call.result() instanceof Collection<?> all)) {
      return call;
    }
    Set<Object> some = new HashSet<>(elements);
    some.retainAll(new HashSet<>(all));
    return call.with(call.argument(), some);
  }

  /** The element that is added, removed or looked for. */
  private static @Nullable Object subject(Call call) {
    boolean isAnswered =
        call.f().equals("contains")
            && call.result() instanceof List<?> pair
            && pair.size() == 2
            && !pair.equals(call.argument());
    return isAnswered ? ((List<?>) Objects.requireNonNull(call.result())).get(0) : call.input();
  }

  /** What the response says: whether the set changed, or the element was in it. */
  private static @Nullable Boolean answer(Call call) {
    if (!call.isOk()) {
      return null;
    }
    Object result = call.result();
    if (call.f().equals("contains")
        && result instanceof List<?> pair
        && pair.size() == 2
        && !pair.equals(call.argument())) {
      result = pair.get(1);
    } else if (call.argument() == null) {
      return null;
    }
    return result instanceof Boolean answer ? answer : null;
  }

  @Override
  public Machine machine() {
    return new Members(new HashSet<>());
  }

  private static final class Members extends StateMachine {
    private final Set<Object> members;

    Members(Set<Object> members) {
      this.members = members;
    }

    @Override
    public boolean apply(Call call) {
      if (call.f().equals("read")) {
        return !(call.result() instanceof Collection<?> all) || members.equals(new HashSet<>(all));
      }
      Object element = Objects.requireNonNull(subject(call));
      boolean said =
          switch (call.f()) {
            case "add" -> members.add(element);
            case "remove" -> members.remove(element);
            default -> members.contains(element);
          };
      Boolean answer = answer(call);
      return answer == null || answer == said;
    }

    @Override
    public Machine copy() {
      return new Members(new HashSet<>(members));
    }

    @Override
    Object state() {
      return members;
    }
  }
}
