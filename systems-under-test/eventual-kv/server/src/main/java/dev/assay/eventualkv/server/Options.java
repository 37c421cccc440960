package dev.assay.eventualkv.server;

import dev.assay.runtime.real.ServerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The command line, or a properties file with the same names. */
final class Options extends ServerOptions {
  static final String USAGE =
      """
      usage: EventualKvServer --id NAME --listen HOST:PORT --client-listen HOST:PORT --dir DIR
        --peers NAME=HOST:PORT,...   every other node, at the address this node is to dial
        --consistency LEVEL          eventual (default) or causal; this and what follows up to
                                     --conflicts must be the same on all nodes
        --replicas N                 how many nodes keep a key (3)
        --read-quorum N              how many replicas answer a read (2)
        --write-quorum N             how many nodes keep an update before it is acknowledged (2)
        --sloppy-quorum 0|1          other nodes stand in for replicas that do not answer (1)
        --conflicts RULE             of concurrent writes: siblings (default) or lww
        --suspect-millis N           a replica silent for so long is taken to be down (100)
        --handoff-millis N           how often hints are handed over (500)
        --anti-entropy-millis N      how often hash trees are compared with another node (1000)
        --request-timeout-millis N   after this a request is given up (2000)
        --bug NAME                   switch a planted bug on (may be repeated)
        --seed N                     seed of all random draws
        --trace                      log every message
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
          "consistency",
          "replicas",
          "read-quorum",
          "write-quorum",
          "sloppy-quorum",
          "conflicts",
          "suspect-millis",
          "handoff-millis",
          "anti-entropy-millis",
          "request-timeout-millis",
          "bug",
          "seed",
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

  Config config() {
    return new Config(
        oneOf("consistency", "eventual", List.of("eventual", "causal"), level -> level)
            .equals("causal"),
        (int) number("replicas", 3, 1),
        (int) number("read-quorum", 2, 1),
        (int) number("write-quorum", 2, 1),
        isSloppy(),
        oneOf("conflicts", Conflicts.SIBLINGS, List.of(Conflicts.values()), Conflicts::label),
        number("suspect-millis", 100, 1),
        number("handoff-millis", 500, 1),
        number("anti-entropy-millis", 1000, 1),
        number("request-timeout-millis", 2000, 1),
        bugs(Bug.class, Bug::label));
  }

  private boolean isSloppy() {
    long sloppy = number("sloppy-quorum", 1, 0);
    if (sloppy > 1) {
      throw new IllegalArgumentException(
          "option --sloppy-quorum: expected 0 or 1, found " + sloppy);
    }
    return sloppy == 1;
  }
}
