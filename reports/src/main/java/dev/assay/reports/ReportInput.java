package dev.assay.reports;

import dev.assay.checkers.Verdict;
import dev.assay.histories.History;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report is made from. Begin with {@link #of} and add what is known.
 *
 * @param title what was tried, for the page's heading: {@code raft-kv · register}
 * @param test what test.json says; empty for a history that came from elsewhere
 * @param history all events, the nemesis's included
 * @param verdict what the checker said of it
 * @param certified whether the independent verifier accepted the verdict's certificates
 * @param warnings what is doubtful in the history or the run, a sentence each
 * @param rerunCommand what to type to run the test again, or null when it did not run here
 * @param recheckCommand what to type to check the recorded history again, or null
 * @param nodeLogs the end of each node's log by node; shortened where it is long
 * @param trace lines of a simulated run's trace, oldest first; empty when there is none
 */
public record ReportInput(
    String title,
    Map<String, ?> test,
    History history,
    Verdict verdict,
    boolean certified,
    List<String> warnings,
    @Nullable String rerunCommand,
    @Nullable String recheckCommand,
    Map<String, String> nodeLogs,
    List<String> trace) {

  public ReportInput {
    test = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(test));
    warnings = List.copyOf(warnings);
    trace = List.copyOf(trace);
    nodeLogs = Collections.unmodifiableMap(new LinkedHashMap<>(nodeLogs));
  }

  /** The least that a report needs. */
  public static ReportInput of(String title, History history, Verdict verdict) {
    return new ReportInput(
        title, Map.of(), history, verdict, false, List.of(), null, null, Map.of(), List.of());
  }

  public ReportInput withTest(Map<String, ?> content) {
    return new ReportInput(
        title,
        content,
        history,
        verdict,
        certified,
        warnings,
        rerunCommand,
        recheckCommand,
        nodeLogs,
        trace);
  }

  public ReportInput withCertified(boolean accepted) {
    return new ReportInput(
        title,
        test,
        history,
        verdict,
        accepted,
        warnings,
        rerunCommand,
        recheckCommand,
        nodeLogs,
        trace);
  }

  public ReportInput withWarnings(List<String> sentences) {
    return new ReportInput(
        title,
        test,
        history,
        verdict,
        certified,
        sentences,
        rerunCommand,
        recheckCommand,
        nodeLogs,
        trace);
  }

  public ReportInput withCommands(@Nullable String rerun, @Nullable String recheck) {
    return new ReportInput(
        title, test, history, verdict, certified, warnings, rerun, recheck, nodeLogs, trace);
  }

  public ReportInput withNodeLogs(Map<String, String> logs) {
    return new ReportInput(
        title,
        test,
        history,
        verdict,
        certified,
        warnings,
        rerunCommand,
        recheckCommand,
        logs,
        trace);
  }

  public ReportInput withTrace(List<String> lines) {
    return new ReportInput(
        title,
        test,
        history,
        verdict,
        certified,
        warnings,
        rerunCommand,
        recheckCommand,
        nodeLogs,
        lines);
  }
}
