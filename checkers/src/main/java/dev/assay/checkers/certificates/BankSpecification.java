package dev.assay.checkers.certificates;

import dev.assay.histories.Keyword;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Balances that transfers change, none of which may become negative. */
final class BankSpecification extends MachineSpecification {
  private final Map<?, ?> initial;

  BankSpecification(@Nullable Object initial) {
    this.initial = initial instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public boolean understands(Call call) {
    return switch (call.f()) {
      case "read" -> call.result() == null || call.result() instanceof Map<?, ?>;
      case "transfer" ->
          call.input() instanceof Map<?, ?>
              && initial.containsKey(field(call, "from"))
              && initial.containsKey(field(call, "to"))
              && field(call, "amount") instanceof Long amount
              && amount >= 0;
      default -> false;
    };
  }

  @Override
  public boolean onlyLooks(Call call) {
    return call.f().equals("read");
  }

  private static @Nullable Object field(Call call, String name) {
    return ((Map<?, ?>) Objects.requireNonNull(call.input())).get(new Keyword(name));
  }

  @Override
  public Machine machine() {
    return new Accounts(new HashMap<>(initial));
  }

  private static final class Accounts extends StateMachine {
    private final Map<Object, Object> balances;

    Accounts(Map<Object, Object> balances) {
      this.balances = balances;
    }

    @Override
    public boolean apply(Call call) {
      if (call.f().equals("read")) {
        return call.result() == null || balances.equals(call.result());
      }
      long amount = Integers.or(field(call, "amount"), 0);
      long left = add(field(call, "from"), -amount);
      add(field(call, "to"), amount);
      return left >= 0;
    }

    private long add(@Nullable Object account, long amount) {
      Object name = Objects.requireNonNull(account);
      long balance = Integers.or(balances.get(name), 0) + amount;
      balances.put(name, balance);
      return balance;
    }

    @Override
    public Machine copy() {
      return new Accounts(new HashMap<>(balances));
    }

    @Override
    Object state() {
      return balances;
    }
  }
}
