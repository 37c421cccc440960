package dev.assay.checkers.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.checkers.certificates.Forgeries;
import dev.assay.checkers.certificates.Verification;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Of which models a workload's verdicts have evidence that the verifier accepts: every claim is
 * checked of every history by itself. Only a valid verdict may have none.
 */
public final class EvidenceTable {
  /** Of every verdict. */
  private static final int FORGERIES = Integer.getInteger("assay.campaign.forgeries", 3);

  /** How often a claim had each outcome; an example of a valid one without evidence. */
  private static final class Row {
    int valid;
    int unproven;
    int invalid;
    int unknown;
    String example = "";
  }

  private final String workload;
  private final Forgeries forgeries;
  private final Map<ConsistencyModel, Row> rows = new EnumMap<>(ConsistencyModel.class);

  /** An empty table of a workload. */
  public EvidenceTable(String workload) {
    this.workload = workload;
    forgeries = new Forgeries(20261128, FORGERIES);
    for (ConsistencyModel model : ConsistencyModel.values()) {
      rows.put(model, new Row());
    }
  }

  /**
   * Checks every claim of one history.
   *
   * @param context the history, for people
   */
  public void add(History history, Object context) {
    rows.forEach((model, row) -> add(history, context, model, row));
  }

  private void add(History history, Object context, ConsistencyModel model, Row row) {
    Verdict verdict =
        Checkers.forClaim(workload, model.label()).check(history, Budget.of(Duration.ofMinutes(1)));
    forgeries.show(history, verdict, CheckOptions.DEFAULT, true);
    if (verdict instanceof Verdict.Unknown) {
      row.unknown++;
      return;
    }
    Verification evidence = CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT);
    boolean isValid = verdict instanceof Verdict.Valid;
    assertTrue(
        evidence.accepted() || (isValid && evidence.gaveUp()),
        () -> model + ": " + evidence.reason() + " " + verdict + context);
    row.invalid += isValid ? 0 : 1;
    row.valid += isValid ? 1 : 0;
    if (!evidence.accepted()) {
      row.unproven++;
      row.example = evidence.reason() + context;
    }
  }

  /**
   * Requires that some valid verdicts on these models had no evidence, and none on all others that
   * were said to hold.
   */
  public void requireGaps(Set<ConsistencyModel> gaps) {
    Set<ConsistencyModel> found = EnumSet.noneOf(ConsistencyModel.class);
    rows.forEach(
        (model, row) -> {
          assertTrue(row.valid > 0, () -> model + " never held " + this);
          if (row.unproven > 0) {
            found.add(model);
          }
        });
    assertEquals(gaps, found, this::toString);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(workload);
    rows.forEach(
        (model, row) ->
            out.append("\n" + model.label())
                .append(": valid " + row.valid + ", of these unproven " + row.unproven)
                .append(", invalid " + row.invalid + ", unknown " + row.unknown)
                .append(" " + row.example));
    return out.toString();
  }
}
