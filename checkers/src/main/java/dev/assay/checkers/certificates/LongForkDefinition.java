package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For no two keys, each written by at most one transaction that did not fail, does one read see the
 * first and not the second, and another read the second and not the first. Subjects: the two keys.
 * Proof: the read that sees the first only, the read that sees the second only.
 */
final class LongForkDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Set<List<@Nullable Object>> seenAlone = new HashSet<>();
    for (Call call : calls) {
      if (!isRead(call)) {
        continue;
      }
      for (Object x : Shapes.list(call.result())) {
        for (Object y : Shapes.list(call.result())) {
          if (value(x) != null && value(y) == null) {
            List<@Nullable Object> pair = Arrays.asList(key(x), key(y));
            List<@Nullable Object> opposite = Arrays.asList(key(y), key(x));
            seenAlone.add(pair);
            if (seenAlone.contains(opposite)
                && writes(calls, key(x)) <= 1
                && writes(calls, key(y)) <= 1
                && !pair.equals(opposite)) {
              return "reads disagree about the order of " + pair;
            }
          }
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Object x = breach.subjects().get(0);
    Object y = breach.subjects().get(1);
    boolean isProof =
        breach.anomaly().equals("long-fork")
            && sees(proof.get(0), x, true)
            && sees(proof.get(0), y, false)
            && sees(proof.get(1), y, true)
            && sees(proof.get(1), x, false)
            && writes(calls, x) <= 1
            && writes(calls, y) <= 1;
    return isProof ? null : "these reads do not disagree about the order of two single writes";
  }

  private static boolean sees(Call call, @Nullable Object key, boolean isThere) {
    return isRead(call)
        && Shapes.list(call.result()).stream()
            .anyMatch(mop -> Objects.equals(key(mop), key) && (value(mop) != null) == isThere);
  }

  private static long writes(List<Call> calls, @Nullable Object key) {
    return calls.stream()
        .filter(call -> !call.isFail() && call.input() instanceof List<?>)
        .flatMap(call -> Shapes.list(call.input()).stream())
        .filter(mop -> name(mop).equals("w") && Objects.equals(key(mop), key))
        .count();
  }

  private static boolean isRead(Call call) {
    return call.isOk()
        && call.result() instanceof List<?> mops
        && mops.stream().allMatch(mop -> name(mop).equals("r"));
  }

  private static String name(Object mop) {
    Object name = Shapes.list(mop).get(0);
    return name instanceof Keyword keyword ? keyword.name() : String.valueOf(name);
  }

  private static @Nullable Object key(Object mop) {
    return Shapes.list(mop).get(1);
  }

  private static @Nullable Object value(Object mop) {
    return Shapes.list(mop).get(2);
  }
}
