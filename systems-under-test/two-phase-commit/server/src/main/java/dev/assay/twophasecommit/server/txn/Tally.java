package dev.assay.twophasecommit.server.txn;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which votes of ballot 0 a majority of acceptors has accepted. A participant has one vote in this
 * ballot, so it does not matter of which of its messages an acceptor speaks.
 */
final class Tally {
  private final Map<String, Set<String>> acceptedBy = new TreeMap<>();
  private final Map<String, Choice> chosen = new TreeMap<>();

  /** An acceptor has accepted these, by participant. */
  void add(String acceptor, Map<String, Choice> choices, Acceptors acceptors) {
    choices.forEach(
        (participant, choice) -> {
          Set<String> all = acceptedBy.computeIfAbsent(participant, p -> new TreeSet<>());
          all.add(acceptor);
          if (acceptors.areMajority(all.size())) {
            chosen.putIfAbsent(participant, choice);
          }
        });
  }

  /** By participant, what its instance chose. */
  Map<String, Choice> chosen() {
    return Collections.unmodifiableMap(chosen);
  }
}
