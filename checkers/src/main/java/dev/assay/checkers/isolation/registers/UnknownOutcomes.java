package dev.assay.checkers.isolation.registers;

import dev.assay.checkers.isolation.Transactions;
import java.util.ArrayList;
import java.util.List;

/** Says what became of the transactions of unknown outcome in a check of registers. */
final class UnknownOutcomes {
  private UnknownOutcomes() {}

  static List<String> sentences(RwRegister inferred) {
    List<String> sentences = new ArrayList<>();
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
