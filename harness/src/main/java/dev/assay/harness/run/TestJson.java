package dev.assay.harness.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.assay.harness.Strike;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import dev.assay.histories.format.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes {@code test.json}: all that is needed to run a test again. */
final class TestJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private TestJson() {}

  /**
   * Writes the file, or replaces it at once.
   *
   * @param cluster null as long as there is none
   */
  static void write(
      TestPlan plan, RunFolder folder, @Nullable Cluster cluster, List<Strike> strikes)
      throws IOException {
    Path file = folder.testJson();
    Path written = file.resolveSibling("test.json.new");
    String started = folder.startedAt().toString();
    JSON.writeValue(written.toFile(), content(plan, started, cluster, strikes));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, Object> content(
      TestPlan plan, String started, @Nullable Cluster cluster, List<Strike> strikes) {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("assay", plan.version());
    test.put("started", started);
    test.put("command", plan.command());
    test.put("system", plan.system().name());
    test.put("system-options", new TreeMap<>(plan.systemConfig().options()));
    test.put("system-seed", plan.systemConfig().seed());
    test.put("bugs", plan.systemConfig().bugs());
    test.put("workload", plan.workload().name());
    test.put("workload-options", new TreeMap<>(plan.workloadOptions()));
    test.put("consistency", plan.workload().consistency());
    test.put("nodes", plan.nodes());
    test.put("faults", plan.faults());
    test.put("seed", plan.seed());
    test.put("concurrency", plan.load().concurrency());
    test.put("rate", plan.load().ratePerSecond());
    test.put("time-limit-ms", plan.load().timeLimit().toMillis());
    test.put("limits-ms", limits(plan.limits()));
    test.put("stop-at-first-violation", plan.stopAtFirstViolation());
    if (cluster != null) {
      test.put("cluster", cluster.kind());
      test.put("mark", cluster.mark());
      test.put("node-names", cluster.nodes().stream().map(Node::name).toList());
      test.put("strikes", strikes(strikes));
    }
    return test;
  }

  private static Map<String, Long> limits(TestPlan.Limits limits) {
    Map<String, Duration> named = new LinkedHashMap<>();
    named.put("operation", limits.operation());
    named.put("set-up", limits.setUp());
    named.put("heal", limits.heal());
    named.put("recovery", limits.recovery());
    named.put("final-operations", limits.finalOperations());
    named.put("tear-down", limits.tearDown());
    Map<String, Long> millis = new LinkedHashMap<>();
    named.forEach((name, limit) -> millis.put(name, limit.toMillis()));
    return millis;
  }

  private static List<Map<String, Object>> strikes(List<Strike> strikes) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Strike strike : strikes) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("fault", strike.fault().name());
      entry.put("start-ms", strike.startNanos() / 1_000_000);
      entry.put("stop-ms", strike.stopNanos() / 1_000_000);
      entry.put("what", strike.fault().toString());
      list.add(entry);
    }
    return list;
  }
}
