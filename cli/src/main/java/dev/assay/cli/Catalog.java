package dev.assay.cli;

import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.harness.FaultKind;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.WorkloadProvider;
import dev.assay.simulation.SimulatedSystem;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The systems, workloads and faults that are on the class path, by name. */
final class Catalog {
  private Catalog() {}

  static List<SystemProvider> systems() {
    return load(SystemProvider.class, SystemProvider::name);
  }

  static List<WorkloadProvider> workloads() {
    return load(WorkloadProvider.class, WorkloadProvider::name);
  }

  static List<FaultKind> faults() {
    return load(FaultKind.class, FaultKind::name);
  }

  static List<SimulatedSystem> simulated() {
    return load(SimulatedSystem.class, SimulatedSystem::name);
  }

  static SystemProvider system(String name) {
    return find("system", name, systems(), SystemProvider::name);
  }

  static WorkloadProvider workload(String name) {
    return find("workload", name, workloads(), WorkloadProvider::name);
  }

  static FaultKind fault(String name) {
    return find("fault", name, faults(), FaultKind::name);
  }

  /**
   * Checks the name of a consistency model.
   *
   * @throws UsageException when there is none of this name, with the nearest
   */
  static void requireModel(String name) {
    if (ConsistencyModel.named(name).isEmpty()) {
      List<String> all = ConsistencyModel.labels(EnumSet.allOf(ConsistencyModel.class));
      throw new UsageException(
          "--consistency: " + Suggestions.unknown("consistency model", name, all));
    }
  }

  /**
   * The one with this name.
   *
   * @throws UsageException when there is none, with the nearest name
   */
  static <T> T find(String what, String name, List<T> all, Function<T, String> nameOf) {
    return all.stream()
        .filter(item -> nameOf.apply(item).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    Suggestions.unknown(what, name, all.stream().map(nameOf).toList())));
  }

  private static <T> List<T> load(Class<T> kind, Function<T, String> nameOf) {
    return ServiceLoader.load(kind).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(nameOf))
        .toList();
  }
}
