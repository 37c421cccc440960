package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An element that a read shows was added before it returned, by an add that did not fail; and an
 * element that was known to be there, by its add or a read that returned, is shown by the last read
 * if that was invoked afterwards. {@code set} looks only at the last read to return, and knows
 * elements by their adds; {@code set-full} at all reads, of which the last is the one invoked last;
 * where it has to be linearizable, every read has to show what was known before it. Subject: the
 * element. Proofs: {@code lost} and {@code stale}: what made it known, a read without it; {@code
 * revived}: the failed add, the read; {@code unexpected}, {@code duplicated}: the read.
 */
final class SetDefinition implements InvariantDefinition {
  private final boolean onlyLastRead;
  private final boolean isLinearizable;

  SetDefinition(boolean onlyLastRead, boolean isLinearizable) {
    this.onlyLastRead = onlyLastRead;
    this.isLinearizable = isLinearizable;
  }

  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    List<Call> reads = reads(calls);
    Call last = last(calls);
    if (last == null) {
      return "nothing was read";
    }
    Map<@Nullable Object, Integer> tried = tried(calls);
    Map<@Nullable Object, Integer> known = new HashMap<>();
    for (Call call : calls) {
      if (isAdd(call) && call.isOk()) {
        known.merge(call.argument(), call.returned(), Math::min);
      }
    }
    for (Call read : reads) {
      Set<@Nullable Object> seen = new HashSet<>();
      for (Object element : elements(read)) {
        if (tried.getOrDefault(element, Integer.MAX_VALUE) > read.returned()) {
          return "read " + read.invocation() + " shows what cannot be there";
        }
        if (!seen.add(element) && !onlyLastRead) {
          return "read " + read.invocation() + " shows an element twice";
        }
        if (!onlyLastRead) {
          known.merge(element, read.returned(), Math::min);
        }
      }
    }
    return missing(known, isLinearizable ? reads : List.of(last));
  }

  private static @Nullable String missing(Map<@Nullable Object, Integer> known, List<Call> reads) {
    for (Call read : reads) {
      Set<@Nullable Object> seen = new HashSet<>(elements(read));
      for (Map.Entry<@Nullable Object, Integer> entry : known.entrySet()) {
        if (entry.getValue() < read.invocation() && !seen.contains(entry.getKey())) {
          return "read " + read.invocation() + " misses an element that was known to be there";
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Object element = breach.subjects().get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "lost" ->
              isMissed(proof.get(0), proof.get(1), element) && isLost(calls, proof.get(1), element);
          case "stale" -> isLinearizable && isMissed(proof.get(0), proof.get(1), element);
          case "unexpected" -> isImpossible(calls, proof.get(0), element);
          case "revived" ->
              isImpossible(calls, proof.get(1), element)
                  && isAdd(proof.get(0))
                  && proof.get(0).isFail()
                  && Objects.equals(proof.get(0).argument(), element);
          case "duplicated" ->
              isRead(proof.get(0))
                  && elements(proof.get(0)).stream().filter(e -> Objects.equals(e, element)).count()
                      > 1;
          default -> false;
        };
    return isProof ? null : "these operations show no element that is " + breach.anomaly();
  }

  private boolean isMissed(Call known, Call absent, @Nullable Object element) {
    boolean isKnown =
        isAdd(known)
            ? known.isOk() && Objects.equals(known.argument(), element)
            : isRead(known) && Shapes.has(elements(known), element);
    return isKnown
        && isRead(absent)
        && known.returned() < absent.invocation()
        && !Shapes.has(elements(absent), element);
  }

  private boolean isLost(List<Call> calls, Call absent, @Nullable Object element) {
    if (onlyLastRead) {
      return absent.equals(last(calls));
    }
    return reads(calls).stream()
        .filter(read -> read.invocation() > absent.invocation())
        .noneMatch(read -> Shapes.has(elements(read), element));
  }

  private boolean isImpossible(List<Call> calls, Call read, @Nullable Object element) {
    return isRead(read)
        && (!onlyLastRead || read.equals(last(calls)))
        && Shapes.has(elements(read), element)
        && tried(calls).getOrDefault(element, Integer.MAX_VALUE) > read.returned();
  }

  /** The reads that count. */
  private List<Call> reads(List<Call> calls) {
    List<Call> reads = new ArrayList<>();
    for (Call call : calls) {
      if (isRead(call)) {
        reads.add(call);
      }
    }
    Call last = last(calls);
    return onlyLastRead && last != null ? List.of(last) : reads;
  }

  /** Of {@code set}, the read that returned last; of {@code set-full}, the one invoked last. */
  private @Nullable Call last(List<Call> calls) {
    Call last = null;
    for (Call call : calls) {
      if (isRead(call) && (!onlyLastRead || last == null || call.returned() > last.returned())) {
        last = call;
      }
    }
    return last;
  }

  /** When the first add of each element that did not fail was invoked. */
  private static Map<@Nullable Object, Integer> tried(List<Call> calls) {
    Map<@Nullable Object, Integer> tried = new HashMap<>();
    for (Call call : calls) {
      if (isAdd(call) && !call.isFail()) {
        tried.putIfAbsent(call.argument(), call.invocation());
      }
    }
    return tried;
  }

  private static boolean isAdd(Call call) {
    return call.f().equals("add");
  }

  private static boolean isRead(Call call) {
    return call.isOk() && call.f().equals("read") && call.result() != null;
  }

  private static Collection<?> elements(Call read) {
    return read.result() instanceof Collection<?> elements ? elements : List.of();
  }
}
