package dev.assay.eventualkv.server;

import dev.assay.eventualkv.server.causal.CausalNode;
import dev.assay.eventualkv.server.http.CausalApi;
import dev.assay.eventualkv.server.http.EventualApi;
import dev.assay.eventualkv.server.replica.EventualNode;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Env;
import dev.assay.runtime.Program;
import dev.assay.runtime.real.RealHost;
import dev.assay.runtime.real.ServerClasspath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The store: the program, and the command that runs it on this machine. */
public final class EventualKvServer implements Program {
  private static final int BAD_USAGE = 2;
  private static final int CANNOT_START = 1;

  private final Config config;

  public EventualKvServer(Config config) {
    this.config = config;
  }

  /** What has to be on a machine, beside a Java runtime, to run this. */
  public static List<Path> classpath() {
    return ServerClasspath.files(EventualKvServer.class);
  }

  /**
   * The server that a command line describes, wherever it will run.
   *
   * @throws IllegalArgumentException for an option that there is not or an illegal value
   */
  public static EventualKvServer of(List<String> commandLine) {
    try {
      return new EventualKvServer(Options.parse(commandLine.toArray(String[]::new)).config());
    } catch (IOException e) {
      throw new IllegalArgumentException("a file of options cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Checks options alone, without those that say where the server is.
   *
   * @throws IllegalArgumentException for an option that there is not or an illegal value
   */
  public static void requireLegal(List<String> commandLine) {
    EventualKvServer unused = of(commandLine);
  }

  @Override
  public void start(Env env) {
    if (!config.bugs().isEmpty()) {
      env.trace().log("PLANTED BUGS ARE ON: " + config.bugs().stream().map(Bug::label).toList());
    }
    if (config.isCausal()) {
      new CausalApi(new CausalNode(env, config), config).serve(env);
    } else {
      new EventualApi(new EventualNode(env, config), config).serve(env);
    }
  }

  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    if (Arrays.asList(args).contains("--list-bugs")) {
      Arrays.stream(Bug.values())
          .map(b -> b.label() + "\t" + b.description() + "\t" + b.source())
          .forEach(System.out::println);
      return;
    }
    try {
      Options options = Options.parse(args);
      RealHost.run(
          options.hostConfig(new SplittableRandom().nextLong()),
          new EventualKvServer(options.config()));
    } catch (IllegalArgumentException wrong) {
      exit(BAD_USAGE, wrong.getMessage() + "\n" + Options.USAGE);
    } catch (IOException | CorruptFileException failed) {
      exit(CANNOT_START, String.valueOf(failed.getMessage()));
    }
  }

  private static void exit(int code, String message) {
    System.err.println("eventual-kv: " + message);
    System.exit(code);
  }
}
