package dev.assay.checkers.linearizability;

import dev.assay.checkers.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two operations that neither can have come after the other.
 *
 * @param model the name of the sequential specification
 * @param key the object, or null when the history has only one
 * @param first the one that was invoked first
 * @param second the other
 * @param isBackwards whether what they told asks for {@code second} to come first, which real time
 *     forbids; otherwise it allows neither order
 */
public record ClashExplanation(
    String model, @Nullable Object key, int first, int second, boolean isBackwards)
    implements Explanation {
  @Override
  public List<Integer> operations() {
    return List.of(first, second);
  }
}
