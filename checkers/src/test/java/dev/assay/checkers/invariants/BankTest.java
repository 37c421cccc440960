package dev.assay.checkers.invariants;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.InvariantOptions;
import dev.assay.histories.Keyword;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BankTest {
  private static Map<Object, @Nullable Object> balances(@Nullable Object... amounts) {
    Map<Object, @Nullable Object> map = new HashMap<>();
    for (int account = 0; account < amounts.length; account++) {
      map.put((long) account, amounts[account]);
    }
    return map;
  }

  private static CheckOptions options(@Nullable Long total, boolean mayBeNegative) {
    return CheckOptions.DEFAULT.withInvariants(new InvariantOptions(total, mayBeNegative, false));
  }

  @Test
  void theFirstReadTellsTheTotal() {
    Script script = new Script().done(0, "read", null, balances(10L, 0L));
    Judged.of("bank", script.history()).assertValid();
    Script moved =
        new Script()
            .done(0, "read", null, balances(10L, 0L))
            .done(1, "read", null, balances(4L, 6L));
    Judged.of("bank", moved.history()).assertValid();
  }

  @Test
  void readsThatDisagreeAreAWrongTotal() {
    Script script =
        new Script()
            .done(0, "read", null, balances(10L, 0L))
            .done(1, "read", null, balances(9L, 0L));
    Judged.of("bank", script.history()).assertInvalid("wrong-total");
  }

  @Test
  void aToldTotalIsWhatCounts() {
    Script script = new Script().done(0, "read", null, balances(10L, 0L));
    Judged.of("bank", script.history(), options(11L, false)).assertInvalid("wrong-total");
    Script again = new Script().done(0, "read", null, balances(10L, 0L));
    Judged.of("bank", again.history(), options(10L, false)).assertValid();
  }

  @Test
  void negativeBalancesUnlessAllowed() {
    Script script = new Script().done(0, "read", null, balances(11L, -1L));
    Judged.of("bank", script.history()).assertInvalid("negative-value");
    Judged.of(
            "bank",
            new Script().done(0, "read", null, balances(11L, -1L)).history(),
            options(null, true))
        .assertValid();
  }

  @Test
  void nilAndUnknownAccounts() {
    Script nil =
        new Script()
            .done(0, "read", null, balances(10L, 0L))
            .done(0, "read", null, balances(10L, (Object) null));
    Judged.of("bank", nil.history()).assertInvalid("nil-balance");
    Script unknown =
        new Script()
            .done(0, "read", null, balances(10L, 0L))
            .done(0, "read", null, balances(5L, 0L, 5L));
    Judged.of("bank", unknown.history()).assertInvalid("unexpected-key");
  }

  @Test
  void anAccountThatATransferNamesIsKnown() {
    Map<Object, Object> transfer =
        Map.of(new Keyword("from"), 0L, new Keyword("to"), 2L, new Keyword("amount"), 5L);
    Script script =
        new Script()
            .done(0, "read", null, balances(10L, 0L))
            .done(0, "transfer", transfer, transfer)
            .done(0, "read", null, balances(5L, 0L, 5L));
    Judged.of("bank", script.history()).assertValid();
  }

  @Test
  void totalsBeyond64Bits() {
    Object huge = BigInteger.TWO.pow(63);
    Script script =
        new Script()
            .done(0, "read", null, balances(Long.MAX_VALUE, 1L))
            .done(0, "read", null, balances(huge, 0L));
    Judged.of("bank", script.history()).assertValid();
  }

  @Test
  void nothingReadIsUnknown() {
    Script script = new Script().invoke(0, "read", null).info(0, "read", null);
    Judged.of("bank", script.history()).assertUnknown("no read of the balances");
  }

  @Test
  void aReadThatIsNoMapIsUnknown() {
    Script script = new Script().done(0, "read", null, 5L);
    Judged.of("bank", script.history()).assertUnknown("expected a map of accounts to balances");
  }
}
