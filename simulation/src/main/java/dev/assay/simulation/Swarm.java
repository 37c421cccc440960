package dev.assay.simulation;

import dev.assay.harness.Fault;
import dev.assay.harness.FaultKind;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Seeds;
import dev.assay.harness.run.TestPlan;
import dev.assay.nemesis.Schedule;
import dev.assay.simulation.SimulationPlan.Drawn;
import dev.assay.simulator.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws plans of simulated runs: each seed has kinds of faults, rates, sizes and weather of its
 * own, and leaves out some of each. (Groce et al., Swarm Testing, ISSTA 2012: what is never left
 * out hides what is found only without it.) What is asked for stays as it is; each part draws from
 * random numbers of its own, so that fixing one shifts no other.
 */
public final class Swarm {
  /** The weather that may be asked for beside the kinds of faults, with what it is. */
  public static final Map<String, String> WEATHERS = weathers();

  private final Asked asked;
  private final long seed;

  /**
   * What all runs have in common.
   *
   * @param bugs planted bugs to switch on
   * @param systemOptions those given, which are not drawn
   * @param workloadOptions those given, which are not drawn
   * @param kinds what may strike
   * @param allKinds all kinds there are: those of a chosen one's family may take its place
   * @param weathers names of the weathers that may be
   * @param nodes how many nodes, or null to draw
   * @param timeLimit how long operations and faults go on, or null to draw
   * @param concurrency how many clients, or null to draw
   * @param rate operations a second, or null to draw
   * @param lasting how long faults of some kinds last, those that are not drawn
   * @param calm how long nothing goes wrong between rounds, or null to draw
   * @param limits how long what may take
   */
  public record Asked(
      SimulatedSystem system,
      List<String> bugs,
      Map<String, String> systemOptions,
      WorkloadProvider workload,
      Map<String, String> workloadOptions,
      List<FaultKind> kinds,
      List<FaultKind> allKinds,
      List<String> weathers,
      @Nullable Integer nodes,
      @Nullable Duration timeLimit,
      @Nullable Integer concurrency,
      @Nullable Double rate,
      Map<String, Schedule.Range> lasting,
      Schedule.@Nullable Range calm,
      SimulationPlan.Limits limits) {}

  private Swarm(Asked asked, long seed) {
    this.asked = asked;
    this.seed = Seeds.fork(seed, "swarm");
  }

  /** The plan of a seed. Pure. */
  public static SimulationPlan draw(Asked asked, long seed) {
    return new Swarm(asked, seed).plan(seed);
  }

  private static Map<String, String> weathers() {
    Map<String, String> weathers = new LinkedHashMap<>();
    weathers.put(
        "packets", "messages are delayed, lost, repeated and reordered; connections break");
    weathers.put("clocks", "clocks drift and are wrong");
    weathers.put("disks", "fsync takes long");
    return weathers;
  }

  private SimulationPlan plan(long planSeed) {
    int count = asked.nodes() == null ? one(random("nodes"), 3, 3, 4, 5, 5) : asked.nodes();
    List<String> nodes = IntStream.rangeClosed(1, count).mapToObj(i -> "n" + i).toList();
    Map<String, String> systemOptions =
        new TreeMap<>(asked.system().draw(random("system options"), count));
    systemOptions.putAll(asked.systemOptions());
    return new SimulationPlan(
        asked.system(),
        new SystemConfig(asked.bugs(), systemOptions, asked.workload().name(), planSeed),
        asked.workload(),
        workloadOptions(),
        nodes,
        weather(),
        load(count),
        asked.limits(),
        faults(nodes),
        planSeed);
  }

  private Map<String, String> workloadOptions() {
    SplittableRandom random = random("workload options");
    Map<String, String> options = new TreeMap<>();
    options.put("keys", Integer.toString(one(random, 1, 2, 5, 10)));
    options.put("ops-per-key", Integer.toString(one(random, 100, 200, 100_000)));
    options.keySet().retainAll(asked.workload().options().keySet());
    options.putAll(asked.workloadOptions());
    return options;
  }

  private TestPlan.Load load(int nodes) {
    SplittableRandom random = random("load");
    int concurrency = one(random, nodes, 2 * nodes, 2 * nodes);
    double rate = one(random, 10, 20, 40, 100, 200, 500);
    Duration limit = Duration.ofSeconds(one(random, 3, 5, 8, 12));
    return new TestPlan.Load(
        asked.concurrency() == null ? concurrency : asked.concurrency(),
        asked.rate() == null ? rate : asked.rate(),
        asked.timeLimit() == null ? limit : asked.timeLimit());
  }

  private Weather weather() {
    SplittableRandom random = random("weather");
    Weather calm = Weather.CALM;
    boolean hasPackets = asked.weathers().contains("packets");
    boolean hasClocks = asked.weathers().contains("clocks");
    boolean hasDisks = asked.weathers().contains("disks");
    long scale = one(random, 150_000, 1_000_000, 5_000_000);
    double slow = one(random, 0, 0.01, 0.1);
    long slowScale = one(random, 20_000_000, 100_000_000);
    double loss = one(random, 0, 0, 0.01, 0.1);
    double duplicate = one(random, 0, 0, 0.01, 0.1);
    boolean isOrdered = random.nextBoolean();
    double breaks = one(random, 0, 0, 0.01, 0.05);
    long sync = one(random, 200_000, 1_000_000, 10_000_000, 40_000_000);
    int drift = one(random, 0, 0, 1000, 100_000);
    long offset = one(random, 0, 0, 1000, 100_000);
    return new Weather(
        calm.delayMinNanos(),
        hasPackets ? scale : calm.delayScaleNanos(),
        hasPackets ? slow : 0,
        slowScale,
        hasPackets ? loss : 0,
        hasPackets ? duplicate : 0,
        !hasPackets || isOrdered,
        hasPackets ? breaks : 0,
        hasDisks ? sync : calm.syncScaleNanos(),
        hasClocks ? drift : 0,
        hasClocks ? offset : 0);
  }

  private Drawn faults(List<String> nodes) {
    SplittableRandom random = random("faults");
    List<FaultKind> kinds = new ArrayList<>();
    for (FaultKind kind : asked.kinds()) {
      SplittableRandom own = random.split();
      boolean isIn = own.nextInt(10) < 7;
      FaultKind chosen = own.nextBoolean() ? kind : special(kind, own, nodes);
      if (isIn && canStrike(chosen, nodes)) {
        kinds.add(chosen);
      }
    }
    long fault = one(random, 40, 150, 400, 1000);
    long calm = one(random, 2, 50, 200, 700);
    Schedule.Options options =
        new Schedule.Options(
            range(Math.min(fault, 100), 1000),
            range(fault, 4 * fault),
            asked.lasting(),
            asked.calm() == null ? range(calm, 4 * calm) : asked.calm());
    TestPlan.Nemesis nemesis =
        (names, limit, drawn) -> Schedule.draw(kinds, names, drawn.nextLong(), limit, options);
    return new Drawn(kinds.stream().map(FaultKind::name).toList(), nemesis);
  }

  /** A kind that stands for its whole family may be narrowed to one of it. */
  private FaultKind special(FaultKind kind, SplittableRandom random, List<String> nodes) {
    if (!kind.name().equals(kind.family())) {
      return kind;
    }
    List<FaultKind> family =
        asked.allKinds().stream()
            .filter(each -> each.family().equals(kind.family()) && canStrike(each, nodes))
            .toList();
    return family.isEmpty() ? kind : family.get(random.nextInt(family.size()));
  }

  private static boolean canStrike(FaultKind kind, List<String> nodes) {
    try {
      Fault unused = kind.draw(new SplittableRandom(1), nodes);
      return true;
    } catch (IllegalArgumentException tooFewNodes) {
      return false;
    }
  }

  private static Schedule.Range range(long minMillis, long maxMillis) {
    return new Schedule.Range(Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
  }

  private SplittableRandom random(String part) {
    return Seeds.random(seed, part);
  }

  private static int one(SplittableRandom random, int... values) {
    return values[random.nextInt(values.length)];
  }

  private static double one(SplittableRandom random, double... values) {
    return values[random.nextInt(values.length)];
  }
}
