package dev.assay.checkers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found of a history of transactions, beyond whether the claim holds.
 *
 * @param anomalies how many of each name, the gravest first; also of those that the claim allows;
 *     of cycles the dependencies that lie on them, of {@code G0} those between writes, of {@code
 *     G1c} reads, of all others anti-dependencies, each kind in what graver ones leave
 * @param not the weakest consistency models that they rule out
 * @param alsoNot the stronger ones, which are ruled out with those
 * @param holds the strongest models that were checked completely and hold
 * @param decisions what was decided of every model of the lattice and why, the weaker ones first;
 *     empty where single objects were checked
 * @param notes what limits or explains the check, in sentences for people
 */
public record Classification(
    Map<String, Integer> anomalies,
    List<String> not,
    List<String> alsoNot,
    List<String> holds,
    Map<String, Decision> decisions,
    List<String> notes) {
  /** Nothing was classified: the check is not one of transactions. */
  public static final Classification NONE =
      new Classification(Map.of(), List.of(), List.of(), List.of(), Map.of(), List.of());

  /** Whether no history of transactions was classified. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * The models of which nothing is known, by the reason for that; those that no check decides by
   * itself last.
   */
  public Map<Decision.Undecided, List<String>> undecided() {
    Map<Decision.Undecided, List<String>> byReason = new LinkedHashMap<>();
    for (boolean hasNoCheck : new boolean[] {false, true}) {
      decisions.forEach(
          (model, decision) -> {
            if (decision instanceof Decision.Undecided open && open.hasNoCheck() == hasNoCheck) {
              byReason.computeIfAbsent(open, reason -> new ArrayList<>()).add(model);
            }
          });
    }
    return byReason;
  }
}
