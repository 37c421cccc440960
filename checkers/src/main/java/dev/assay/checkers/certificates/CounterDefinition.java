package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A read shows the initial value, plus every addition that returned before the read was invoked,
 * plus some of those that were invoked before it returned and did not fail. Proof: a read that is
 * more or less than any such sum.
 */
final class CounterDefinition implements InvariantDefinition {
  private final BigInteger initial;

  private final String readF;

  /** Of reads of that name. */
  CounterDefinition(CheckOptions options, String readF) {
    this.readF = readF;
    initial = options.initial() instanceof Long value ? BigInteger.valueOf(value) : BigInteger.ZERO;
  }

  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Sums sums = new Sums(calls);
    for (Call call : calls) {
      if (isRead(call) && !sums.allow(call)) {
        return "read " + call.invocation() + " is out of bounds";
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    boolean isProof =
        breach.anomaly().equals("out-of-bounds")
            && isRead(proof.get(0))
            && !new Sums(calls).allow(proof.get(0));
    return isProof ? null : "additions explain what was read";
  }

  private boolean isRead(Call call) {
    return call.isOk() && call.f().equals(readF) && call.result() != null;
  }

  /** The additions so far, by event: sums of positive and negative ones, begun and returned. */
  private final class Sums {
    private final TreeMap<Integer, BigInteger> begunUp = new TreeMap<>();
    private final TreeMap<Integer, BigInteger> begunDown = new TreeMap<>();
    private final TreeMap<Integer, BigInteger> returnedUp = new TreeMap<>();
    private final TreeMap<Integer, BigInteger> returnedDown = new TreeMap<>();

    Sums(List<Call> calls) {
      for (Call call : calls) {
        if (call.f().equals("add") && !call.isFail()) {
          BigInteger by = BigInteger.valueOf(Shapes.integer(call.argument()));
          (by.signum() < 0 ? begunDown : begunUp).put(call.invocation(), by);
          if (call.isOk()) {
            (by.signum() < 0 ? returnedDown : returnedUp).put(call.returned(), by);
          }
        }
      }
      for (TreeMap<Integer, BigInteger> sums :
          List.of(begunUp, begunDown, returnedUp, returnedDown)) {
        BigInteger sum = BigInteger.ZERO;
        for (var entry : sums.entrySet()) {
          sum = sum.add(entry.getValue());
          entry.setValue(sum);
        }
      }
    }

    boolean allow(Call read) {
      BigInteger value = BigInteger.valueOf(Shapes.integer(read.result()));
      BigInteger lower =
          initial.add(until(returnedUp, read.invocation())).add(until(begunDown, read.returned()));
      BigInteger upper =
          initial.add(until(begunUp, read.returned())).add(until(returnedDown, read.invocation()));
      return value.compareTo(lower) >= 0 && value.compareTo(upper) <= 0;
    }

    private static BigInteger until(NavigableMap<Integer, BigInteger> sums, int event) {
      var before = sums.lowerEntry(event);
      return before == null ? BigInteger.ZERO : before.getValue();
    }
  }
}
