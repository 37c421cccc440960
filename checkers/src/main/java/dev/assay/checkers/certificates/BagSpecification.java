package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Elements in no order. A dequeue of unknown outcome may have taken any of them; what follows it in
 * an order must be others like it and then a dequeue that found nothing. That is no restriction: if
 * no such dequeue follows, it may as well not have happened, and else it may as well have happened
 * just before it.
 */
final class BagSpecification extends ElementSpecification {
  @Override
  public boolean understands(Call call) {
    return call.f().equals("dequeue") || (call.f().equals("enqueue") && !isNothing(call.input()));
  }

  @Override
  @Nullable Object element(Call call) {
    if (call.f().equals("enqueue")) {
      return call.input();
    }
    return call.isOk() && !isNothing(call.result()) ? call.result() : null;
  }

  /** Whoever found nothing can be forgotten: those whom it needs may as well take effect later. */
  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("dequeue") && call.isOk() && isNothing(call.result());
  }

  /** An enqueue of what nobody is known to have taken: with less inside it is empty sooner. */
  @Override
  public boolean isUnnoticed(Call call, Collection<Call> others) {
    return call.f().equals("enqueue")
        && others.stream()
            .noneMatch(
                other ->
                    other.f().equals("dequeue")
                        && Objects.requireNonNull(call.input()).equals(element(other)));
  }

  @Override
  public Machine machine() {
    return new Bag(new HashMap<>(), 0, 0);
  }

  private static final class Bag extends StateMachine {
    private final Map<Object, Integer> copies;
    private int size;
    private int missing;

    Bag(Map<Object, Integer> copies, int size, int missing) {
      this.copies = copies;
      this.size = size;
      this.missing = missing;
    }

    @Override
    public boolean apply(Call call) {
      if (call.f().equals("dequeue") && call.isOpen()) {
        missing++;
        return missing <= size;
      }
      boolean foundNothing = call.f().equals("dequeue") && isNothing(call.result());
      if (foundNothing) {
        boolean isEmpty = missing == size;
        copies.clear();
        size = 0;
        missing = 0;
        return isEmpty;
      }
      if (missing > 0) {
        return false;
      }
      boolean adds = call.f().equals("enqueue");
      Object element = Objects.requireNonNull(adds ? call.input() : call.result());
      int count = copies.getOrDefault(element, 0) + (adds ? 1 : -1);
      size += adds ? 1 : -1;
      if (count > 0) {
        copies.put(element, count);
      } else {
        copies.keySet().remove(element);
      }
      return count >= 0;
    }

    @Override
    public Machine copy() {
      return new Bag(new HashMap<>(copies), size, missing);
    }

    @Override
    Object state() {
      return Map.entry(copies, missing);
    }
  }
}
