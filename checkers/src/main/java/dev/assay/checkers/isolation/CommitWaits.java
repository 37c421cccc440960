package dev.assay.checkers.isolation;

import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.CommitWait;
import java.util.List;

/**
 * Transactions none of which can be the first of them to commit.
 *
 * @param type what there is no order for
 * @param waits one of each, for others of them
 */
public record CommitWaits(AnomalyType type, List<CommitWait> waits) implements Explanation {
  @Override
  public List<Integer> operations() {
    return waits.stream().map(CommitWait::transaction).sorted().toList();
  }
}
