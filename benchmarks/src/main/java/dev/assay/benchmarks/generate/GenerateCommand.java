package dev.assay.benchmarks.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a history. */
@Command(
    name = "generate",
    description = {
      "Write a history as Jepsen's EDN, a map a line; ./assay convert makes other formats of it.",
      "Every operation takes effect at one moment between its events, so the history is strict"
          + " serializable (linearizable), unless --stale says otherwise."
    },
    mixinStandardHelpOptions = true)
public final class GenerateCommand implements Callable<Integer> {
  /** What kind of history. */
  enum Workload {
    LIST_APPEND("list-append"),
    RW_REGISTER("rw-register"),
    COUNTER_INC("counter-inc"),
    CLOSED_PREDICATE("closed-predicate"),
    REGISTER("register"),
    CAS_REGISTER("cas-register"),
    FIFO_QUEUE("fifo-queue"),
    STACK("stack"),
    PRIORITY_QUEUE("priority-queue"),
    DEQUE("deque"),
    SET("linearizable-set");

    private final String label;

    Workload(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "WORKLOAD", description = "${COMPLETION-CANDIDATES}")
  private Workload workload = Workload.LIST_APPEND;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private Shape shape = new Shape();

  @Override
  public Integer call() throws IOException {
    String complaint = complaint();
    if (!complaint.isEmpty()) {
      throw new ParameterException(spec.commandLine(), complaint);
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 17)) {
      EdnLines lines = new EdnLines(file);
      Database database =
          switch (workload) {
            case LIST_APPEND -> new Lists(shape);
            case RW_REGISTER -> new Registers(shape);
            case COUNTER_INC -> new Counters(shape);
            case CLOSED_PREDICATE -> new Predicates(shape);
            case REGISTER -> new OneRegister(shape);
            case CAS_REGISTER -> new CasRegister(shape);
            case FIFO_QUEUE -> Collections.queue(shape);
            case STACK -> Collections.stack(shape);
            case PRIORITY_QUEUE -> Collections.priorityQueue(shape);
            case DEQUE -> new Deques(shape);
            case SET -> new Sets(shape);
          };
      new Sessions(shape, database, lines).run();
      lines.flush();
    }
    return 0;
  }

  private String complaint() {
    if (workload == Workload.COUNTER_INC
        && shape.powers
        && shape.writesPerKey > Counters.POWERS_MAX) {
      return "expected --writes-per-key of %d or less with --powers: more do not fit into 64 bits"
          .formatted(Counters.POWERS_MAX);
    }
    if (workload == Workload.CLOSED_PREDICATE && shape.writesPerKey < 2) {
      return "expected --writes-per-key of 2 or more: the last write of a key deletes it";
    }
    return shape.complaint();
  }
}
