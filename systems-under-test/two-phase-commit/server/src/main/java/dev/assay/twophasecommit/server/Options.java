package dev.assay.twophasecommit.server;

import dev.assay.runtime.real.ServerOptions;
import dev.assay.twophasecommit.server.txn.TxnConfig;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The command line, or a properties file with the same names. */
final class Options extends ServerOptions {
  static final String USAGE =
      """
      usage: TwoPhaseCommitServer --id NAME --listen HOST:PORT --client-listen HOST:PORT --dir DIR
        --peers NAME=HOST:PORT,...   every other node, at the address this node is to dial
        --isolation LEVEL            strict-serializable (default), snapshot-isolation,
                                     read-committed or read-uncommitted; the same on all nodes
        --commit PROTOCOL            two-phase (default) or paxos; the same on all nodes and in all
                                     lives of a folder
        --bug NAME                   switch a planted bug on (may be repeated)
        --seed N                     seed of all random draws
        --request-timeout-millis N   after this what is not decided is aborted (2000)
        --branch-timeout-millis N    after this a participant aborts what it has not voted on (1000)
        --resend-millis N            after this a message without answer is sent again (50)
        --trace                      log every vote and decision
        --config FILE                properties with these names; the command line wins
        --list-bugs | --help
      """;

  private static final List<String> NAMES =
      List.of(
          "id",
          "listen",
          "client-listen",
          "peers",
          "dir",
          "isolation",
          "commit",
          "bug",
          "seed",
          "request-timeout-millis",
          "branch-timeout-millis",
          "resend-millis",
          "trace");

  private Options(String... args) throws IOException {
    super(NAMES, Set.of("trace"), args);
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException naming the option, what was expected and what was found
   */
  static Options parse(String... args) throws IOException {
    return new Options(args);
  }

  TxnConfig txnConfig() {
    return new TxnConfig(
        oneOf(
            "isolation",
            Isolation.STRICT_SERIALIZABLE,
            List.of(Isolation.values()),
            Isolation::label),
        oneOf(
            "commit",
            CommitProtocol.TWO_PHASE,
            List.of(CommitProtocol.values()),
            CommitProtocol::label),
        number("resend-millis", 50, 2),
        number("branch-timeout-millis", 1000, 10),
        number("request-timeout-millis", 2000, 1),
        bugs(Bug.class, Bug::label));
  }
}
