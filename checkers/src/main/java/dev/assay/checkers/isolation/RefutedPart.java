package dev.assay.checkers.isolation;

import dev.assay.checkers.Explanation;
import java.util.List;

/**
 * Transactions and keys such that no order explains what those did to these: all orders were tried.
 *
 * @param type what there is no order for
 * @param keys some
 * @param operations all who may have written one of the keys, and some others
 */
public record RefutedPart(AnomalyType type, List<Object> keys, List<Integer> operations)
    implements Explanation {}
