package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** {@code hand-over}: the leader is asked to let another node lead. There is nothing to undo. */
public final class HandOverKind implements FaultKind {
  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public String description() {
    return "asks the leader to hand leadership over to a random node";
  }

  @Override
  public boolean needsOperator() {
    return true;
  }

  @Override
  public Fault draw(SplittableRandom random, List<String> nodes) {
    return new HandOver(name(), Draw.one(random, nodes));
  }

  private record HandOver(String name, String to) implements Fault {
    @Override
    public Active start(Target target) {
      Removal.operatorOf(target, name).wantLeader(to);
      return new HandedOver(to);
    }
  }

  private record HandedOver(String to) implements Fault.Active {
    @Override
    public Object value() {
      return Map.of("nodes", List.of(to));
    }

    @Override
    public void stop() {
      // Leadership stays where it is.
    }
  }
}
