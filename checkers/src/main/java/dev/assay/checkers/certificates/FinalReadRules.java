package dev.assay.checkers.certificates;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the definitions of eventual consistency have in common: {@code final-read}. */
final class FinalReadRules {
  private FinalReadRules() {}

  static boolean isFinal(Call call) {
    return call.isOk() && call.f().equals("final-read") && call.result() != null;
  }

  /** Whether the call showed something, at the end or before. */
  static boolean isRead(Call call) {
    return isFinal(call) || (call.isOk() && call.f().equals("read") && call.result() != null);
  }

  static List<Call> finals(List<Call> calls) {
    return calls.stream().filter(FinalReadRules::isFinal).toList();
  }

  /** Whether both are final reads that differ. */
  static boolean differ(Call one, Call other) {
    return isFinal(one) && isFinal(other) && !content(one).equals(content(other));
  }

  private static Object content(Call read) {
    Object result = Objects.requireNonNull(read.result());
    return result instanceof Collection<?> all ? new HashSet<@Nullable Object>(all) : result;
  }

  static boolean shows(Call read, @Nullable Object element) {
    return Shapes.has(Shapes.collection(read.result()), element);
  }
}
