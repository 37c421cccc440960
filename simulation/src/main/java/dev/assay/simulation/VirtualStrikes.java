package dev.assay.simulation;

import dev.assay.harness.Fault;
import dev.assay.harness.Operator;
import dev.assay.harness.Strike;
import dev.assay.simulation.SimulatedCluster.Done;
import dev.assay.simulator.SimCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets faults strike at their virtual times, tells the history as real runs do, and records what
 * each came down to.
 */
final class VirtualStrikes {
  /** Of systems without an operator, whom no scenario of theirs needs. */
  private static final Operator NOBODY =
      new Operator() {
        @Override
        public void wantMembers(Set<String> nodes) {
          throw new IllegalArgumentException("this system's members cannot be changed");
        }

        @Override
        public void wantLeader(String node) {
          throw new IllegalArgumentException("this system's leader cannot be changed");
        }
      };

  private final SimCluster cluster;
  private final Journal journal;
  private final SimulatedCluster struck;
  private final Fault.Target target;
  private final Optional<Operator> operator;

  /** How to undo what is active, by place in the schedule. */
  private final Map<Integer, Runnable> active = new TreeMap<>();

  private final List<Disturbance> disturbances = new ArrayList<>();
  private boolean isOver;

  VirtualStrikes(
      SimCluster cluster,
      Journal journal,
      SimulatedSystem.Probe probe,
      SimulatedSystem.Instance system) {
    this.cluster = cluster;
    this.journal = journal;
    this.struck = new SimulatedCluster(cluster);
    this.operator = system.operator(() -> new SimTransport(cluster, "operator"));
    this.target = new Fault.Target(struck, struck.servers(() -> system.leader(probe), operator));
  }

  void begin(List<Strike> strikes) {
    for (int i = 0; i < strikes.size(); i++) {
      int number = i;
      Strike strike = strikes.get(i);
      cluster.schedule(strike.startNanos(), () -> start(number, strike));
    }
  }

  void beginWritten(List<Disturbance> written) {
    for (int i = 0; i < written.size(); i++) {
      int number = i;
      Disturbance disturbance = written.get(i);
      cluster.schedule(disturbance.startNanos(), () -> start(number, disturbance));
    }
  }

  /** Undoes all faults and lets no other start. */
  void end() {
    isOver = true;
    List.copyOf(active.keySet()).forEach(this::stop);
  }

  /** What faults came down to, in the order in which they ended. */
  List<Disturbance> disturbances() {
    return disturbances;
  }

  private void start(int number, Strike strike) {
    if (isOver) {
      return;
    }
    String name = strike.fault().name();
    long began = cluster.nowNanos();
    Fault.Active fault;
    try {
      fault = strike.fault().start(target);
    } catch (IOException e) {
      throw new IllegalStateException("a simulated fault has no input or output to fail", e);
    }
    List<Done> done = struck.takeDone();
    journal.nemesis(began, "start-" + name, fault.value(), extra(number, began));
    active.put(
        number,
        () -> {
          long now = cluster.nowNanos();
          try {
            fault.stop();
          } catch (IOException e) {
            throw new IllegalStateException("a simulated fault has no input or output to fail", e);
          }
          journal.nemesis(now, "stop-" + name, fault.value(), extra(number, now));
          record(began, now, done);
        });
    cluster.schedule(strike.stopNanos(), () -> stop(number));
  }

  private void start(int number, Disturbance disturbance) {
    if (isOver) {
      return;
    }
    String name = disturbance.kind().word();
    Object value = disturbance.toData();
    long began = cluster.nowNanos();
    disturbance.start(cluster, operator.orElse(NOBODY));
    journal.nemesis(began, "start-" + name, value, extra(number, began));
    active.put(
        number,
        () -> {
          long now = cluster.nowNanos();
          disturbance.stop(cluster, operator.orElse(NOBODY));
          journal.nemesis(now, "stop-" + name, value, extra(number, now));
          disturbances.add(disturbance.lasting(began, now));
        });
    cluster.schedule(disturbance.stopNanos(), () -> stop(number));
  }

  private void stop(int number) {
    Runnable undo = active.remove(number);
    if (undo != null) {
      undo.run();
    }
  }

  /** Strikes at several nodes become one disturbance a kind. */
  private void record(long began, long ended, List<Done> done) {
    Map<Disturbance.Kind, Disturbance> byKind = new LinkedHashMap<>();
    for (Done each : done) {
      byKind.merge(
          each.kind(),
          new Disturbance(began, ended, each.kind(), each.links(), each.nodes()),
          Disturbance::and);
    }
    disturbances.addAll(byKind.values());
  }

  private static Map<String, Object> extra(int number, long began) {
    return Map.of("strike", (long) number, "began", began);
  }
}
