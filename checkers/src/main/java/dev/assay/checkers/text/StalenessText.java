package dev.assay.checkers.text;

import dev.assay.checkers.Staleness;
import dev.assay.checkers.Staleness.StaleRead;
import dev.assay.histories.History;
import java.util.Locale;

/** How stale the reads of a history were, in a paragraph. */
public final class StalenessText {
  private StalenessText() {}

  /** Such as {@code 3 of 40 reads were stale. …}. */
  public static String render(History history, Staleness staleness) {
    StaleRead oldest = staleness.oldest();
    if (oldest == null) {
      return "None of "
          + count(staleness.reads())
          + " reads was certainly stale: each value may still have been there when its read began.";
    }
    return count(staleness.stale())
        + " of "
        + count(staleness.reads())
        + " reads "
        + (staleness.stale() == 1 ? "was" : "were")
        + " certainly stale. "
        + stalest(history, oldest)
        + " "
        + session(staleness);
  }

  private static String stalest(History history, StaleRead oldest) {
    OperationText words = new OperationText(history);
    String key = oldest.key() == null ? "" : " on key " + ValueText.of(oldest.key());
    String shownBy = words.what(oldest.knownBy()) + " by " + words.who(oldest.knownBy());
    String age =
        oldest.ageNanos() < 0
            ? "after"
            : String.format(Locale.ROOT, "%.3f s after", oldest.ageNanos() / 1e9);
    return "The stalest, "
        + words.what(oldest.read())
        + " by "
        + words.who(oldest.read())
        + key
        + ", began "
        + words.when(oldest.read())
        + ", "
        + age
        + (oldest.knownBy() == oldest.replacement()
            ? " " + shownBy + " had replaced the value"
            : " "
                + shownBy
                + " had shown that "
                + words.what(oldest.replacement())
                + " replaced it")
        + "; "
        + count(oldest.versions())
        + (oldest.versions() == 1 ? " newer value was" : " newer values were")
        + " there by then.";
  }

  private static String session(Staleness staleness) {
    if (staleness.backwards() == 0 && staleness.ownWritesMissed() == 0) {
      return "No process certainly saw something older than it had read or written before.";
    }
    return "Older than what the same process had read before: "
        + count(staleness.backwards())
        + "; than what it had written itself: "
        + count(staleness.ownWritesMissed())
        + ".";
  }

  private static String count(long number) {
    // What a format needs to know of a language takes long to load.
    return number < 1000 ? Long.toString(number) : String.format(Locale.ROOT, "%,d", number);
  }
}
