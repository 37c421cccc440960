package dev.assay.harness;

import java.util.Set;

/**
 * What an operator can ask of a system while it runs. Nothing here blocks or fails: the system is
 * asked in the background, by way of its own interface, and may be slow or refuse.
 */
public interface Operator {
  /**
   * Wants these nodes, and no others, to be members of the cluster. Goes on until it is so, until
   * something else is wanted, or for a minute.
   */
  void wantMembers(Set<String> nodes);

  /** Wants this node to lead; asks for it once. */
  void wantLeader(String node);
}
