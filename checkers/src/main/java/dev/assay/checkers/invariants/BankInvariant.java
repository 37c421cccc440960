package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.invariants.InvariantExplanation.NegativeValue;
import dev.assay.checkers.invariants.InvariantExplanation.NilBalance;
import dev.assay.checkers.invariants.InvariantExplanation.UnexpectedKey;
import dev.assay.checkers.invariants.InvariantExplanation.WrongTotal;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transfers between accounts leave the sum of all balances as it is, and every read of all accounts
 * shows that sum; no account is overdrawn unless that is allowed.
 *
 * <p>A wrong total is read skew, a lost update or worse: snapshot isolation has none of them. Where
 * no total was told, the first complete read tells it, and two reads with different totals are a
 * violation whichever of them is right. O(sizes of the reads).
 */
final class BankInvariant implements Invariant {
  private final @Nullable Map<?, ?> initial;
  private final @Nullable Long totalAmount;
  private final boolean mayBeNegative;

  BankInvariant(CheckOptions options) {
    initial = options.initial() instanceof Map<?, ?> balances ? balances : null;
    totalAmount = options.invariants().totalAmount();
    mayBeNegative = options.invariants().negativeBalances();
  }

  @Override
  public String workload() {
    return "bank";
  }

  @Override
  public String consistency() {
    return "snapshot-isolation";
  }

  @Override
  public String needs() {
    return "no read of the balances was acknowledged";
  }

  @Override
  public boolean needsRealTime() {
    return false;
  }

  @Override
  public void judge(Part part, Findings findings) {
    new Books(part, findings).audit();
  }

  /** The reads of one bank. */
  private final class Books {
    private final Part part;
    private final Findings findings;
    private final Set<@Nullable Object> accounts = new HashSet<>();

    /** The read that told the accounts, and the total too where no option told it. */
    private @Nullable Integer reference;

    private @Nullable Number expected = totalAmount;

    Books(Part part, Findings findings) {
      this.part = part;
      this.findings = findings;
      if (initial != null) {
        accounts.addAll(initial.keySet());
        expected = expected == null ? total(initial) : expected;
      }
    }

    void audit() {
      History history = part.history();
      for (int event : part.events()) {
        if (part.isInvocation(event)
            && history.f(event).equals("transfer")
            && history.value(event) instanceof Map<?, ?> transfer) {
          accounts.add(transfer.get(new Keyword("from")));
          accounts.add(transfer.get(new Keyword("to")));
        }
      }
      for (int event : part.events()) {
        findings.step();
        if (part.isOk(event, "read") && history.value(event) != null) {
          read(event);
        }
      }
    }

    private void read(int event) {
      if (!(part.history().value(event) instanceof Map<?, ?> balances)) {
        throw part.shape(event, "a map of accounts to balances");
      }
      findings.judged();
      findings.count("read-count", 1);
      int read = part.history().pair(event);
      for (Map.Entry<?, ?> entry : balances.entrySet()) {
        if (entry.getValue() == null) {
          NilBalance why = new NilBalance(read, entry.getKey());
          tell("nil-balance", entry.getKey(), List.of(read), why);
          return;
        }
      }
      Number total = total(balances);
      if (total == null) {
        throw part.shape(event, "a map of accounts to numbers");
      }
      if (reference == null && initial == null) {
        reference = read;
        accounts.addAll(balances.keySet());
        expected = expected == null ? total : expected;
      }
      compare(read, balances, total);
    }

    private void compare(int read, Map<?, ?> balances, Number total) {
      for (Object account : balances.keySet()) {
        if (!accounts.contains(account)) {
          List<Integer> proof = reference == null ? List.of(read) : List.of(read, reference);
          tell("unexpected-key", account, proof, new UnexpectedKey(read, account, reference));
          return;
        }
      }
      if (expected != null && !expected.equals(total)) {
        boolean isTold = totalAmount != null || initial != null;
        @Nullable Integer other = isTold ? null : reference;
        List<Integer> proof = other == null ? List.of(read) : List.of(read, other);
        WrongTotal why = new WrongTotal(read, total, expected, other);
        findings.anomaly("wrong-total", part.key(), List.of(), proof, why);
        return;
      }
      if (!mayBeNegative) {
        for (Map.Entry<?, ?> entry : balances.entrySet()) {
          if (entry.getValue() instanceof Number balance && isNegative(balance)) {
            Object account = entry.getKey();
            NegativeValue why = new NegativeValue(read, account, balance);
            tell("negative-value", account, List.of(read), why);
            return;
          }
        }
      }
    }

    private void tell(
        String name, @Nullable Object account, List<Integer> proof, InvariantExplanation why) {
      findings.anomaly(name, part.key(), Lists.of(account), proof, why);
    }
  }

  /** The exact sum, in one form for equal sums; null when a balance is no number. */
  private static @Nullable Number total(Map<?, ?> balances) {
    long sum = 0;
    for (Object balance : balances.values()) {
      if (!(balance instanceof Long amount) || overflows(sum, amount)) {
        return exactTotal(balances);
      }
      sum += amount;
    }
    return sum;
  }

  private static boolean overflows(long a, long b) {
    return ((a ^ (a + b)) & (b ^ (a + b))) < 0;
  }

  private static @Nullable Number exactTotal(Map<?, ?> balances) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Object balance : balances.values()) {
      BigDecimal amount = exact(balance);
      if (amount == null) {
        return null;
      }
      sum = sum.add(amount);
    }
    BigDecimal plain = sum.stripTrailingZeros();
    boolean isLong = plain.scale() <= 0 && plain.toBigInteger().bitLength() < Long.SIZE;
    return isLong ? (Number) plain.longValueExact() : plain;
  }

  private static @Nullable BigDecimal exact(@Nullable Object number) {
    return switch (number) {
      case Long integer -> BigDecimal.valueOf(integer);
      case BigInteger integer -> new BigDecimal(integer);
      case BigDecimal decimal -> decimal;
      case Double real -> Double.isFinite(real) ? new BigDecimal(real) : null;
      case null -> null;
      default -> null;
    };
  }

  private static boolean isNegative(Number balance) {
    BigDecimal amount = exact(balance);
    return amount != null && amount.signum() < 0;
  }
}
