package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.txn.Message.Phase2a;
import dev.assay.twophasecommit.server.txn.Message.Prepare;
import dev.assay.twophasecommit.server.txn.Message.Vote;
import java.util.Map;

/** How a participant votes: to its coordinator, or to acceptors as phase 2a of ballot 0. */
final class Voting {
  private final Peers peers;
  private final Acceptors acceptors;
  private final Acceptor ownAcceptor;

  Voting(Peers peers, Acceptors acceptors, Acceptor ownAcceptor) {
    this.peers = peers;
    this.acceptors = acceptors;
    this.ownAcceptor = ownAcceptor;
  }

  /** Votes, for the first time or again, with what was voted before. */
  void vote(Prepare asked, Choice choice) {
    acceptHere(asked, choice);
    tellOthers(asked, choice);
  }

  /**
   * Has the acceptor of this node accept the vote: its record goes to the disk with that of the
   * participant, in one write (Gray and Lamport 2006, §4.3).
   */
  void acceptHere(Prepare asked, Choice choice) {
    if (asked.isForAcceptors() && acceptors.names().contains(peers.self())) {
      ownAcceptor.receive(peers.self(), phase2a(asked, choice));
    }
  }

  /** Tells those who decide, but for the acceptor of this node. */
  void tellOthers(Prepare asked, Choice choice) {
    if (asked.isForAcceptors()) {
      acceptors.names().stream()
          .filter(name -> !name.equals(peers.self()))
          .forEach(name -> peers.send(name, phase2a(asked, choice)));
    } else {
      peers.send(
          asked.txn().coordinator(), new Vote(asked.txn(), choice.kind(), choice.timestamp()));
    }
  }

  private Phase2a phase2a(Prepare asked, Choice choice) {
    return new Phase2a(
        asked.txn(), Ballot.ZERO, asked.participants(), Map.of(peers.self(), choice));
  }
}
