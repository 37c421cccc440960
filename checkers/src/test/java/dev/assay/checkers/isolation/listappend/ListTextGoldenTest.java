package dev.assay.checkers.isolation.listappend;

import dev.assay.checkers.isolation.AnomalyTexts;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link AnomalyTexts} of lists: of random histories, and of the papers. */
class ListTextGoldenTest {
  /** Kinds that random histories so small hardly have. */
  private static final List<List<String>> EXAMPLES =
      List.of(
          List.of(
              "0 [[:append 1 1]]",
              "1 [[:append 2 1]]",
              "2 [[:r 1 [1]] [:r 2 nil]]",
              "3 [[:r 2 [1]] [:r 1 nil]]",
              "4 [[:r 1 [1]] [:r 2 [1]]]"),
          List.of(
              "0 [[:append 1 1] [:append 2 10]]",
              "1 [[:r 1 [1]]]",
              "1 [[:append 2 20]]",
              "2 [[:r 2 [20 10]]]"),
          List.of(
              "0 [[:append 1 1]]",
              "1 [[:r 1 [1]]]",
              "1 [[:append 2 1]]",
              "2 [[:r 2 [1]] [:r 1 nil]]"),
          List.of("0 [[:r 1 [1]] [:append 1 1]]"),
          List.of("0 [[:r 1 [1]]]", "1 [[:append 1 1]]"),
          List.of("0 [[:r 1 [1]]]", "0 [[:append 1 1]]"),
          List.of(
              "0 [[:append 1 1] [:append 2 1]]",
              "1 [[:r 2 nil] [:append 3 1]]",
              "2 [[:r 3 nil] [:append 4 1]]",
              "3 [[:r 4 [1]] [:r 1 nil]]",
              "4 [[:r 1 [1]] [:r 2 [1]] [:r 3 [1]]]"),
          List.of("0 [[:append 1 1]]", "0 [[:append 2 1]]", "1 [[:r 2 [1]] [:r 1 nil]]"),
          List.of(
              "0 [[:append 1 1] [:append 2 1]]",
              "1 [[:append 1 2] [:append 3 1]]",
              "2 [[:r 3 [1]] [:r 2 nil]]",
              "3 [[:r 2 [1]] [:r 3 nil]]"),
          List.of(
              "0 [[:r 1 nil] [:append 1 1] [:append 2 2]]",
              "1 [[:append 1 2] [:append 2 1]]",
              "2 [[:r 2 [1 2]]]"));

  private static final int HISTORIES = 6_000;

  @Test
  void everyKindOfAnomalyHasItsWords() throws IOException {
    AnomalyTexts texts = new AnomalyTexts("list-append");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < HISTORIES; i++) {
      texts.add(new TinyTransactions(random.split()).history());
    }
    EXAMPLES.forEach(each -> texts.add(ListHistories.of(each.toArray(String[]::new))));
    // The second of the two writes was over when the reader of the first key began.
    texts.add(
        ListHistories.around(
            "0 [[:r 2 nil] [:append 1 1]]", "1 [[:append 2 1]]", "2 [[:r 1 nil]]"));
    texts.assertGolden();
  }
}
