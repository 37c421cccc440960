package dev.assay.raftkv.server;

import dev.assay.runtime.real.ServerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The command line, or a properties file with the same names. */
final class Options extends ServerOptions {
  static final String USAGE =
      """
      usage: RaftKvServer --id NAME --listen HOST:PORT --client-listen HOST:PORT --dir DIR
        --peers NAME=HOST:PORT,...        every other node, at the address this node is to dial
        --client-peers NAME=HOST:PORT,... where clients reach the other nodes
        --bug NAME                        switch a planted bug on (may be repeated)
        --seed N                          seed of all random draws
        --election-timeout-millis N       a follower waits between N and 2N (400)
        --heartbeat-millis N              how often a leader sends (a fifth of the above)
        --request-timeout-millis N        after this a request is answered with 504 (2000)
        --sessions-max N                  client sessions kept (1024)
        --batch-entries-max N             log entries in one AppendEntries (1024)
        --pipeline-batches-max N          AppendEntries on their way to one follower (4)
        --snapshot-entries N              applied entries between snapshots (10000)
        --snapshot-chunk-bytes N          of a snapshot in one message (262144)
        --pre-vote 0|1                    ask before campaigning (1)
        --lease-drift-ppm N               reads by lease, if clocks run within N millionths (off)
        --invariant-level 0|1|2           how costly invariants are checked (0)
        --trace                           log every message handled
        --config FILE                     properties with these names; the command line wins
        --list-bugs | --help
      """;

  private static final Set<String> FLAGS = Set.of("trace");
  private static final List<String> NAMES =
      List.of(
          "id",
          "listen",
          "client-listen",
          "peers",
          "client-peers",
          "dir",
          "bug",
          "seed",
          "election-timeout-millis",
          "heartbeat-millis",
          "request-timeout-millis",
          "sessions-max",
          "batch-entries-max",
          "pipeline-batches-max",
          "snapshot-entries",
          "snapshot-chunk-bytes",
          "pre-vote",
          "lease-drift-ppm",
          "invariant-level",
          "trace");

  private Options(String... args) throws IOException {
    super(NAMES, FLAGS, args);
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException naming the option, what was expected and what was found
   */
  static Options parse(String... args) throws IOException {
    return new Options(args);
  }

  Set<Bug> bugs() {
    return bugs(Bug.class, Bug::label);
  }
}
