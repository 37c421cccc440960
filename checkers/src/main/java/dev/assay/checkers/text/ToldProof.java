package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A proof in words, told once for all anomalies that it shows: one cycle may be of several kinds.
 *
 * @param anomalies what it shows, at least one
 * @param text lines of about 100 characters, no trailing line end
 */
public record ToldProof(List<Anomaly> anomalies, String text) {
  /** For each proof that is told so many anomalies are looked at. */
  private static final int LOOKED_FACTOR = 4;

  /** The one whose name stands above. */
  public Anomaly anomaly() {
    return anomalies.get(0);
  }

  /**
   * The proofs to tell first, the root one first.
   *
   * @param eachMax how many of anomalies of one name
   * @param max how many in all
   */
  public static List<ToldProof> of(History history, Verdict.Invalid invalid, int eachMax, int max) {
    Map<String, List<Anomaly>> byWords = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Anomaly anomaly : invalid.examples(eachMax, LOOKED_FACTOR * max)) {
      String text = ExplanationText.render(history, anomaly);
      String title = ExplanationText.title(anomaly);
      String words = title.substring(anomaly.name().length()) + text.substring(title.length());
      if (byWords.size() < max || byWords.containsKey(words)) {
        byWords.computeIfAbsent(words, w -> new ArrayList<>()).add(anomaly);
        texts.putIfAbsent(words, text);
      }
    }
    List<ToldProof> proofs = new ArrayList<>();
    byWords.forEach(
        (words, anomalies) -> proofs.add(of(anomalies, texts.getOrDefault(words, words))));
    return List.copyOf(proofs);
  }

  private static ToldProof of(List<Anomaly> anomalies, String text) {
    Set<String> others = new LinkedHashSet<>();
    anomalies.forEach(anomaly -> others.add(anomaly.name()));
    others.remove(anomalies.get(0).name());
    String also = others.isEmpty() ? "" : "\nThe same proves " + String.join(", ", others) + ".";
    return new ToldProof(List.copyOf(anomalies), text + also);
  }
}
