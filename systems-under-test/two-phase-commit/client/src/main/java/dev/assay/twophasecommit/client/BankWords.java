package dev.assay.twophasecommit.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.harness.Operation;
import dev.assay.harness.workload.Bank;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bank's operations as transactions. Nobody opens accounts before a run: who transfers first
 * does, in the same transaction, and an account that nobody has opened holds what it begins with.
 */
final class BankWords {
  private BankWords() {}

  static List<String> read() {
    List<String> lines = new ArrayList<>();
    for (int account = 0; account < Bank.ACCOUNTS; account++) {
      lines.add("r " + account);
    }
    return lines;
  }

  static List<String> transfer(Operation operation) {
    if (operation.value() instanceof Map<?, ?> transfer
        && transfer.get(Bank.FROM) instanceof Long from
        && transfer.get(Bank.TO) instanceof Long to
        && transfer.get(Bank.AMOUNT) instanceof Long amount) {
      return List.of(
          "init " + from + " " + Bank.INITIAL_BALANCE,
          "init " + to + " " + Bank.INITIAL_BALANCE,
          "add " + from + " " + -amount,
          "add " + to + " " + amount);
    }
    throw new IllegalArgumentException(
        "expected transfer {:from account :to account :amount integer}, found "
            + operation.value());
  }

  static Map<Long, Long> balances(JsonNode values) {
    Map<Long, Long> balances = new TreeMap<>();
    for (int account = 0; account < values.size(); account++) {
      JsonNode value = values.get(account);
      long balance = value.isNull() ? Bank.INITIAL_BALANCE : value.get(value.size() - 1).asLong();
      balances.put((long) account, balance);
    }
    return balances;
  }
}
