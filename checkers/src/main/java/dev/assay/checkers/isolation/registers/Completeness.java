package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.List;

/** Says for which models a check of registers is complete, and what of the history it left out. */
final class Completeness {
  private final RwRegister inferred;

  Completeness(RwRegister inferred) {
    this.inferred = inferred;
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        CompleteCheck.isReadable(inferred.findings().counts().keySet())
            ? "The check is complete for serializable, snapshot-isolation, their strong and"
                + " strong-session forms, repeatable-read, parallel-snapshot-isolation,"
                + " update-serializable, prefix, consistent-view and cursor-stability: where reads"
                + " alone do not decide, all orders of the writes were searched; and for"
                + " causal-cerone, read-atomic, monotonic-atomic-view, read-committed, their"
                + " strong-session forms and what sessions are promised: these take no search."
            : "Orders of the writes were not searched: what was read rules out every level that"
                + " such a search decides.");
    Transactions transactions = inferred.transactions();
    int missed = 0;
    int known = 0;
    for (int txn = 0; txn < transactions.size(); txn++) {
      if (transactions.isInfo(txn)) {
        known += inferred.committed()[txn] ? 1 : 0;
        missed += inferred.committed()[txn] ? 0 : 1;
      }
    }
    if (missed > 0) {
      sentences.add(
          "Left out for good: "
              + missed
              + " of unknown outcome, of which nobody read anything; where an order with them is"
              + " legal, so is the same without them.");
    }
    if (known > 0) {
      sentences.add(
          "Taken to be committed, though their outcome is unknown: "
              + known
              + ", because others read what they wrote; what they read themselves is not known.");
    }
    return sentences;
  }
}
