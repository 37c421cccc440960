package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Final reads are equal, and each is a sum as {@link CounterDefinition} has it. Proofs: {@code
 * diverged}: two final reads; {@code out-of-bounds} as there.
 */
final class EventualCounterDefinition implements InvariantDefinition {
  private final CounterDefinition atTheEnd;

  EventualCounterDefinition(CheckOptions options) {
    atTheEnd = new CounterDefinition(options, "final-read");
  }

  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    List<Call> finals = FinalReadRules.finals(calls);
    for (Call read : finals) {
      if (FinalReadRules.differ(finals.get(0), read)) {
        return "final reads differ: " + read.invocation();
      }
    }
    return atTheEnd.broken(key, calls);
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    if (breach.anomaly().equals("diverged")) {
      return FinalReadRules.differ(proof.get(0), proof.get(1)) ? null : "the two reads are equal";
    }
    return atTheEnd.doubt(calls, breach, proof);
  }
}
