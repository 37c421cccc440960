package dev.assay.checkers.certificates;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.histories.Keyword;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All reads have the same total, the one that was told if any was, no nil, no unknown account, and
 * nothing negative unless that is allowed. Proofs: the read at fault; then, where no total or no
 * accounts were told, the read that it disagrees with. Subject: the account.
 */
final class BankDefinition implements InvariantDefinition {
  private final @Nullable Map<?, ?> initial;
  private final @Nullable BigDecimal told;
  private final boolean mayBeNegative;

  BankDefinition(CheckOptions options) {
    initial = options.initial() instanceof Map<?, ?> balances ? balances : null;
    Long total = options.invariants().totalAmount();
    told = total != null ? BigDecimal.valueOf(total) : initial != null ? total(initial) : null;
    mayBeNegative = options.invariants().negativeBalances();
  }

  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Map<?, ?> first = null;
    for (Call call : calls) {
      if (!isRead(call)) {
        continue;
      }
      Map<?, ?> balances = Shapes.map(call.result());
      if (Shapes.has(balances.values(), null)) {
        return "read " + call.invocation() + " shows nil";
      }
      first = first == null ? balances : first;
      BigDecimal expected = told != null ? told : total(first);
      if (total(balances).compareTo(expected) != 0) {
        return "read " + call.invocation() + " shows another total";
      }
      if (!mayBeNegative
          && balances.values().stream().anyMatch(b -> Shapes.number(b).signum() < 0)) {
        return "read " + call.invocation() + " shows a negative balance";
      }
    }
    return first == null ? "nothing was read" : null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Call read = proof.get(0);
    if (!proof.stream().allMatch(BankDefinition::isRead)) {
      return "an operation is no acknowledged read";
    }
    Map<?, ?> balances = Shapes.map(read.result());
    Object account = breach.subjects().isEmpty() ? null : breach.subjects().get(0);
    return isBreach(breach.anomaly(), calls, balances, account, proof)
        ? null
        : "read " + read.invocation() + " shows no " + breach.anomaly();
  }

  private boolean isBreach(
      String anomaly,
      List<Call> calls,
      Map<?, ?> balances,
      @Nullable Object account,
      List<Call> proof) {
    return switch (anomaly) {
      case "wrong-total" -> total(balances).compareTo(expected(proof)) != 0;
      case "negative-value" -> !mayBeNegative && Shapes.number(balances.get(account)).signum() < 0;
      case "nil-balance" -> Shapes.has(balances.keySet(), account) && balances.get(account) == null;
      case "unexpected-key" ->
          Shapes.has(balances.keySet(), account)
              && (initial == null || !Shapes.has(initial.keySet(), account))
              && (initial != null
                  || !Shapes.has(Shapes.map(proof.get(1).result()).keySet(), account))
              && calls.stream().noneMatch(call -> names(call, account));
      default -> false;
    };
  }

  private BigDecimal expected(List<Call> proof) {
    return told != null ? told : total(Shapes.map(proof.get(1).result()));
  }

  private static boolean names(Call call, @Nullable Object account) {
    return call.argument() instanceof Map<?, ?> transfer
        && account != null
        && (account.equals(transfer.get(new Keyword("from")))
            || account.equals(transfer.get(new Keyword("to"))));
  }

  private static boolean isRead(Call call) {
    return call.isOk() && call.f().equals("read") && call.result() != null;
  }

  private static BigDecimal total(Map<?, ?> balances) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Object balance : balances.values()) {
      sum = sum.add(Shapes.number(balance));
    }
    return sum;
  }
}
