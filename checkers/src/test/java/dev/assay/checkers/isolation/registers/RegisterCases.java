package dev.assay.checkers.isolation.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Checkers;
import dev.assay.checkers.KeyAssumption;
import dev.assay.checkers.KeyOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.CertificateVerifier;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of small histories of registers, in few words, what their verdict is. */
abstract class RegisterCases {
  static final KeyOptions LINEARIZABLE = KeyOptions.of(KeyAssumption.LINEARIZABLE);
  static final KeyOptions SEQUENTIAL = KeyOptions.of(KeyAssumption.SEQUENTIAL);
  static final KeyOptions WFR = KeyOptions.of(KeyAssumption.WRITES_FOLLOW_READS);

  final History.Builder builder = History.builder();

  final Verdict valid(String claim, KeyOptions keys) {
    Verdict verdict = check(claim, keys);
    assertEquals("valid", verdict.label(), () -> claim + " " + verdict);
    return verdict;
  }

  final Verdict invalid(String claim, KeyOptions keys, String anomaly) {
    Verdict verdict = check(claim, keys);
    assertEquals("invalid", verdict.label(), () -> claim + " " + verdict);
    assertTrue(
        verdict.summary().classification().anomalies().containsKey(anomaly),
        () -> anomaly + " " + verdict);
    History history = builder.build();
    assertTrue(
        CertificateVerifier.verify(history, verdict, CheckOptions.DEFAULT.withKeys(keys))
            .accepted(),
        verdict::toString);
    return verdict;
  }

  final Verdict check(String claim, KeyOptions keys) {
    return Checkers.forClaim("rw-register", claim, keys)
        .check(builder.build(), Budget.of(Duration.ofMinutes(1)));
  }

  static void assertBroken(Verdict verdict, String assumption, String key) {
    String begin = "The assumption " + assumption + " does not hold on key " + key;
    assertTrue(
        verdict.summary().classification().notes().stream().anyMatch(n -> n.startsWith(begin)),
        verdict::toString);
  }

  static KeyOptions given(Map<Object, List<Object>> orders) {
    return new KeyOptions(Set.of(), orders);
  }

  /** One transaction after the other. */
  final void run(int process, String transaction) {
    builder.add(EventType.INVOKE, process, "txn", value(transaction));
    builder.add(EventType.OK, process, "txn", value(transaction));
  }

  /** Transactions at the same time. */
  final void together(String... transactions) {
    for (int i = 0; i < transactions.length; i++) {
      builder.add(EventType.INVOKE, i, "txn", value(transactions[i]));
    }
    for (int i = 0; i < transactions.length; i++) {
      builder.add(EventType.OK, i, "txn", value(transactions[i]));
    }
  }

  static List<Object> value(String transaction) {
    List<Object> value = new ArrayList<>();
    for (String mop : transaction.isEmpty() ? new String[0] : transaction.split(", ")) {
      String[] words = mop.split(" ");
      Object number = words[2].equals("nil") ? null : Long.valueOf(words[2]);
      value.add(Arrays.<@Nullable Object>asList(new Keyword(words[0]), words[1], number));
    }
    return List.copyOf(value);
  }
}
