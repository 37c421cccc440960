package dev.assay.checkers.linearizability.models;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.linearizability.Action;
import dev.assay.checkers.linearizability.Model;
import dev.assay.histories.Keyword;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts: {@code transfer {:from a :to b :amount n}} and {@code read} of all balances. As in
 * Jepsen's bank no balance may become negative: a transfer that would do that cannot succeed. The
 * initial balances have to be told.
 */
public final class BankModel implements Model {
  private static final Keyword FROM = new Keyword("from");
  private static final Keyword TO = new Keyword("to");
  private static final Keyword AMOUNT = new Keyword("amount");

  private final @Nullable Map<?, ?> initial;

  public BankModel(CheckOptions options) {
    Object told = options.initial();
    if (told != null && !(told instanceof Map)) {
      throw new IllegalArgumentException("expected a map of balances, got " + told);
    }
    initial = (Map<?, ?>) told;
  }

  @Override
  public String name() {
    return "linearizable-bank";
  }

  @Override
  public Object initial() {
    return initial == null ? Map.of() : initial;
  }

  @Override
  public @Nullable String complaint(Action action) {
    if (initial == null) {
      return "its initial balances are not known: give them as --initial {account balance …}";
    }
    return switch (action.f()) {
      case "transfer" -> {
        boolean isWellFormed =
            action.input() instanceof Map<?, ?> transfer
                && initial.containsKey(transfer.get(FROM))
                && initial.containsKey(transfer.get(TO))
                && transfer.get(AMOUNT) instanceof Long amount
                && amount >= 0;
        yield isWellFormed
            ? null
            : Complaints.badValue(action, "transfer {:from account :to account :amount integer}");
      }
      case "read" ->
          action.result() == null || action.result() instanceof Map
              ? null
              : Complaints.badResult(action, "a map of balances");
      default -> Complaints.unknown(action, "transfer or read");
    };
  }

  @Override
  public @Nullable Object step(Object state, Action action) {
    Map<?, ?> balances = (Map<?, ?>) state;
    if (action.f().equals("read")) {
      return action.result() == null || balances.equals(action.result()) ? state : null;
    }
    if (!(action.input() instanceof Map<?, ?> transfer)
        || !(transfer.get(AMOUNT) instanceof Long amount)
        || !(balances.get(transfer.get(FROM)) instanceof Long source)
        || source < amount) {
      return null;
    }
    Map<Object, Object> after = new HashMap<>(balances);
    after.put(transfer.get(FROM), source - amount);
    after.computeIfPresent(transfer.get(TO), (account, balance) -> (Long) balance + amount);
    return Collections.unmodifiableMap(after);
  }

  @Override
  public boolean isReadOnly(Action action) {
    return action.f().equals("read");
  }

  @Override
  public List<@Nullable Object> legalResults(Object state, Action action) {
    if (action.f().equals("read")) {
      return List.of(state);
    }
    boolean fails = step(state, Model.stillOpen(action)) == null;
    return fails ? List.of() : Collections.singletonList(action.argument());
  }
}
