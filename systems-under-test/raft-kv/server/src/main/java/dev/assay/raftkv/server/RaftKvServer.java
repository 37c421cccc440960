package dev.assay.raftkv.server;

import dev.assay.raftkv.server.http.HttpApi;
import dev.assay.raftkv.server.kv.KvStore;
import dev.assay.raftkv.server.raft.RaftConfig;
import dev.assay.raftkv.server.raft.RaftNode;
import dev.assay.runtime.CorruptFileException;
import dev.assay.runtime.Env;
import dev.assay.runtime.Program;
import dev.assay.runtime.real.RealHost;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Raft KV: the program, and the command that runs it on this machine. */
public final class RaftKvServer implements Program {
  private static final int BAD_USAGE = 2;
  private static final int CANNOT_START = 1;

  /** Well below what a message may hold. */
  private static final int CHUNK_BYTES_MAX = 1 << 22;

  private final RaftConfig raftConfig;
  private final HttpApi.Settings settings;

  public RaftKvServer(RaftConfig raftConfig, HttpApi.Settings settings) {
    this.raftConfig = raftConfig;
    this.settings = settings;
  }

  @Override
  public void start(Env env) {
    Set<Bug> bugs = raftConfig.bugs();
    if (!bugs.isEmpty()) {
      env.trace().log("PLANTED BUGS ARE ON: " + bugs.stream().map(Bug::label).toList());
    }
    KvStore store = new KvStore(bugs);
    RaftNode raft = new RaftNode(env, raftConfig, store);
    new HttpApi(env, raft, store, settings).serve();
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
      RealHost.run(options.hostConfig(new SplittableRandom().nextLong()), of(options));
    } catch (IllegalArgumentException wrong) {
      exit(BAD_USAGE, wrong.getMessage() + "\n" + Options.USAGE);
    } catch (IOException | CorruptFileException failed) {
      exit(CANNOT_START, String.valueOf(failed.getMessage()));
    }
  }

  /**
   * The server that a command line describes, wherever it will run.
   *
   * @throws IllegalArgumentException for an option that there is not or an illegal value
   */
  public static RaftKvServer of(List<String> commandLine) {
    try {
      return of(Options.parse(commandLine.toArray(String[]::new)));
    } catch (IOException e) {
      throw new IllegalArgumentException("a file of options cannot be read: " + e.getMessage(), e);
    }
  }

  private static RaftKvServer of(Options options) {
    Set<Bug> bugs = options.bugs();
    long electionMillis = options.number("election-timeout-millis", 400, 10);
    long heartbeatMillis = options.number("heartbeat-millis", Math.max(1, electionMillis / 5), 1);
    if (heartbeatMillis * 2 > electionMillis) {
      throw new IllegalArgumentException(
          "option --heartbeat-millis: expected at most half the election timeout of %d, found %d"
              .formatted(electionMillis, heartbeatMillis));
    }
    RaftConfig raft =
        new RaftConfig(
            electionMillis,
            heartbeatMillis,
            (int) options.number("batch-entries-max", 1024, 1),
            (int) options.number("pipeline-batches-max", 4, 1),
            (int) options.number("snapshot-entries", 10_000, 1),
            (int) Math.min(CHUNK_BYTES_MAX, options.number("snapshot-chunk-bytes", 1 << 18, 1)),
            options.number("pre-vote", 1, 0) != 0,
            true,
            leaseDriftPpm(options),
            invariantLevel(options),
            bugs);
    Map<String, String> clientPeers = new LinkedHashMap<>();
    options
        .addresses("client-peers")
        .forEach((peer, address) -> clientPeers.put(peer, address.toString()));
    HttpApi.Settings settings =
        new HttpApi.Settings(
            clientPeers,
            options.number("request-timeout-millis", 2000, 1),
            (int) options.number("sessions-max", 1024, 1),
            bugs);
    return new RaftKvServer(raft, settings);
  }

  private static int invariantLevel(Options options) {
    long level = options.number("invariant-level", 0, 0);
    if (level > 2) {
      throw new IllegalArgumentException(
          "option --invariant-level: expected 0, 1 or 2, found " + level);
    }
    return (int) level;
  }

  private static OptionalInt leaseDriftPpm(Options options) {
    long ppm = options.number("lease-drift-ppm", -1, -1);
    if (ppm > 900_000) {
      throw new IllegalArgumentException(
          "option --lease-drift-ppm: expected at most 900000 millionths, found " + ppm);
    }
    return ppm < 0 ? OptionalInt.empty() : OptionalInt.of((int) ppm);
  }

  private static void exit(int code, String message) {
    System.err.println("raft-kv: " + message);
    System.exit(code);
  }
}
