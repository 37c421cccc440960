package dev.assay.harness.workload;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checker;
import dev.assay.checkers.Checkers;
import dev.assay.harness.Workload;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Generators;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads and writes of many registers, initially nil, judged key by key. */
public class RegisterProvider implements WorkloadProvider {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  /** Made by {@link java.util.ServiceLoader}. */
  public RegisterProvider() {}

  @Override
  public String name() {
    return "register";
  }

  @Override
  public String description() {
    return "read and write many registers";
  }

  @Override
  public String consistency() {
    return "linearizable";
  }

  @Override
  public Map<String, String> options() {
    return RegisterOptions.described(defaultMix());
  }

  @Override
  public Workload create(Map<String, String> options, long seed) {
    RegisterOptions parsed = RegisterOptions.parse(name(), options, defaultMix());
    return new Workload(
        RegisterGenerator.of(parsed),
        Generators.eachKeyUntilOk(RegisterGenerator::read, RETRY_PAUSE),
        Set.of("read"),
        RegisterGenerator.read(RegisterGenerator.FIRST_KEY),
        checker());
  }

  @Override
  public Checker checker() {
    return Checkers.forWorkload(name(), CheckOptions.DEFAULT);
  }

  /** How often each operation comes when nothing else is said, in the form of the option. */
  String defaultMix() {
    return "read=1,write=1";
  }
}
