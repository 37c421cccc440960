package dev.assay.harness.workload;

import dev.assay.histories.Keyword;
import java.util.Map;
import java.util.TreeMap;

/** The accounts of the workload {@code bank}, which clients of it have to know. */
public final class Bank {
  /** Accounts are named 0, 1 … */
  public static final int ACCOUNTS = 8;

  /** What every account holds before the first transfer. */
  public static final long INITIAL_BALANCE = 10;

  public static final Keyword FROM = new Keyword("from");
  public static final Keyword TO = new Keyword("to");
  public static final Keyword AMOUNT = new Keyword("amount");

  private Bank() {}

  static Map<Object, Object> initialBalances() {
    Map<Object, Object> balances = new TreeMap<>();
    for (long account = 0; account < ACCOUNTS; account++) {
      balances.put(account, INITIAL_BALANCE);
    }
    return balances;
  }
}
