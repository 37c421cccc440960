package dev.assay.raftkv.client;

import dev.assay.harness.Operator;
import dev.assay.harness.client.Transport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks Raft KV to change its members and its leader. Like an operator in a hurry it asks for all
 * changes at once; a leader that is busy with one refuses the others, and is asked again.
 */
final class RaftKvOperator implements Operator {
  /** How many answers to hear before giving up the wish for another leader. */
  private static final int LEADER_ANSWERS_MAX = 4;

  private final Map<String, Errand> memberships = new LinkedHashMap<>();
  private final Errand leadership;

  /**
   * Of a cluster whose nodes are all members.
   *
   * @param transports a new one for each errand
   */
  RaftKvOperator(Supplier<Transport> transports) {
    this.leadership = new Errand(transports.get());
    for (String node : transports.get().nodes()) {
      Errand errand = new Errand(transports.get());
      errand.isDone("/members?add=" + node);
      memberships.put(node, errand);
    }
  }

  @Override
  public void wantMembers(Set<String> nodes) {
    memberships.forEach(
        (node, errand) ->
            errand.want(
                "/members?" + (nodes.contains(node) ? "add=" : "remove=") + node,
                Integer.MAX_VALUE));
  }

  @Override
  public void wantLeader(String node) {
    leadership.isDone("");
    leadership.want("/leader?to=" + node, LEADER_ANSWERS_MAX);
  }
}
