package dev.assay.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.checkers.Anomaly;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Classification;
import dev.assay.checkers.Decision;
import dev.assay.checkers.Staleness;
import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verdict for machines: the content of results.json and of {@code assay check --json}.
 *
 * <p>Keys: {@code file}, {@code valid} (true, false or "unknown"), {@code reason} (of unknown),
 * {@code workload}, {@code consistency}, {@code ops}, {@code keys}, {@code anomalies} (how many of
 * each name; of cycles how many dependencies lie on them), {@code rules-out}, {@code models} (of
 * each of the lattice its {@code status}: {@code holds}, {@code through} which model and by what
 * {@code proof}, an order or a complete search; {@code ruled-out} {@code by} which anomaly; or
 * {@code undecided} for what {@code reason}), {@code parse-ms}, {@code check-ms}, {@code
 * certified}, {@code algorithm}, {@code measured} (what else was counted), {@code details}. A
 * detail is one anomaly with its certificate and explanation as data and the operations that they
 * name; positions count the history's events from 0.
 */
public final class ResultsJson {
  /** How many anomalies are told in full; all are counted. The first are the root ones. */
  static final int DETAILS_MAX = 64;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ResultsJson() {}

  /**
   * Where a verdict came from.
   *
   * @param file the history's file as the user named it
   * @param workload the workload whose rules applied: {@code register}, {@code cas-register} …
   * @param parseMillis how long reading took
   * @param certified whether the independent verifier accepted the verdict's certificates
   */
  public record Source(String file, String workload, long parseMillis, boolean certified) {}

  /** The results as maps and lists, in the order of DESIGN.md §7. */
  public static Map<String, @Nullable Object> of(Source source, History history, Verdict verdict) {
    CheckSummary summary = verdict.summary();
    List<Anomaly> anomalies = verdict instanceof Verdict.Invalid i ? i.anomalies() : List.of();
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("file", source.file());
    out.put(
        "valid",
        switch (verdict) {
          case Verdict.Valid v -> true;
          case Verdict.Invalid i -> false;
          case Verdict.Unknown u -> "unknown";
        });
    if (verdict instanceof Verdict.Unknown unknown) {
      out.put("reason", unknown.reason());
    }
    out.put("workload", source.workload());
    out.put("consistency", summary.consistency());
    out.put("ops", summary.operations());
    out.put("keys", summary.partitions());
    Classification classified = summary.classification();
    boolean isClassified = !classified.isNone();
    boolean isCounted = !classified.anomalies().isEmpty();
    out.put("anomalies", isCounted ? classified.anomalies() : counts(anomalies));
    List<String> claim = anomalies.isEmpty() ? List.of() : List.of(summary.consistency());
    out.put("rules-out", isClassified ? classified.not() : claim);
    if (isClassified) {
      out.put("also-rules-out", classified.alsoNot());
      out.put("holds", classified.holds());
      if (!classified.decisions().isEmpty()) {
        out.put("models", models(classified.decisions()));
      }
      out.put("notes", classified.notes());
    }
    out.put("parse-ms", source.parseMillis());
    out.put("check-ms", Math.round(summary.checkNanos() / 1e6));
    out.put("certified", source.certified());
    out.put("algorithm", summary.algorithm());
    if (!summary.measured().isEmpty()) {
      out.put("measured", PlainData.of(summary.measured()));
    }
    if (summary.staleness() != null) {
      out.put("staleness", staleness(history, summary.staleness()));
    }
    out.put("details", anomalies.stream().limit(DETAILS_MAX).map(a -> detail(history, a)).toList());
    return out;
  }

  private static Map<String, Object> models(Map<String, Decision> decisions) {
    Map<String, Object> out = new LinkedHashMap<>();
    decisions.forEach((model, decision) -> out.put(model, decision(decision)));
    return out;
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> out = new LinkedHashMap<>();
    switch (decision) {
      case Decision.Holds holds -> {
        out.put("status", "holds");
        out.put("through", holds.through());
        out.put("proof", holds.byOrder() ? "order" : "search");
      }
      case Decision.RuledOut ruledOut -> {
        out.put("status", "ruled-out");
        out.put("by", ruledOut.anomaly());
      }
      case Decision.Undecided open -> {
        out.put("status", "undecided");
        out.put("reason", open.reason());
      }
    }
    return out;
  }

  private static Map<String, Object> staleness(History history, Staleness staleness) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reads", staleness.reads());
    out.put("stale", staleness.stale());
    out.put("backwards", staleness.backwards());
    out.put("own-writes-missed", staleness.ownWritesMissed());
    Staleness.StaleRead oldest = staleness.oldest();
    if (oldest != null) {
      Map<String, Object> read = new LinkedHashMap<>();
      read.put("index", history.index(oldest.read()));
      read.put("versions-behind", oldest.versions());
      if (oldest.ageNanos() >= 0) {
        read.put("age-ms", oldest.ageNanos() / 1e6);
      }
      out.put("stalest", read);
    }
    return out;
  }

  /** The results as one line of JSON, without a line end. */
  public static String line(Source source, History history, Verdict verdict) {
    try {
      return MAPPER.writeValueAsString(of(source, history, verdict));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain data is always JSON", e);
    }
  }

  /** Writes results.json, indented for people. */
  public static void write(Source source, History history, Verdict verdict, Path file)
      throws IOException {
    String json =
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(of(source, history, verdict));
    Files.writeString(file, json + "\n");
  }

  private static Map<String, Integer> counts(List<Anomaly> anomalies) {
    Map<String, Integer> out = new LinkedHashMap<>();
    for (Anomaly anomaly : anomalies) {
      out.merge(anomaly.name(), 1, Integer::sum);
    }
    return out;
  }

  private static Map<String, @Nullable Object> detail(History history, Anomaly anomaly) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("name", anomaly.name());
    out.put("key", PlainData.of(anomaly.key()));
    out.put("explanation", PlainData.of(anomaly.explanation()));
    out.put("certificate", PlainData.of(anomaly.certificate()));
    Set<Integer> named = new LinkedHashSet<>(anomaly.explanation().operations());
    List<Map<String, @Nullable Object>> operations = new ArrayList<>();
    for (int invocation : named) {
      operations.add(OperationData.of(history, invocation));
    }
    out.put("operations", operations);
    return out;
  }
}
