package dev.assay.benchmarks;

import java.io.File;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same question as {@link LinearizabilityCommand}, put by JMH in Java processes of its own. */
@Command(
    name = "jmh",
    description =
        "Decide linearizability under JMH, all histories in one invocation: the mean with its"
            + " error, from warm Java processes of their own.",
    mixinStandardHelpOptions = true)
final class JmhCommand implements Callable<Integer> {
  @Mixin private HistoriesAsked asked = new HistoriesAsked();

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many processes. Default: ${DEFAULT-VALUE}")
  private int forks;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Rounds of a second in each, after as many to warm up. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() throws RunnerException {
    String paths =
        asked.files.stream()
            .map(file -> file.toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    TimeValue second = TimeValue.seconds(1);
    new Runner(
            new OptionsBuilder()
                .include(DecisionBenchmark.class.getName())
                .jvmArgsAppend("-D" + DecisionBenchmark.FILES + "=" + paths)
                .param("workload", asked.workload)
                .param("failedCasObserved", String.valueOf(asked.isFailureSeen))
                .param("keyed", String.valueOf(asked.isKeyed))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(forks)
                .warmupIterations(rounds)
                .warmupTime(second)
                .measurementIterations(rounds)
                .measurementTime(second)
                .build())
        .run();
    return 0;
  }
}
