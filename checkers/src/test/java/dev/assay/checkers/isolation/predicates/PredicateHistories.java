package dev.assay.checkers.isolation.predicates;

import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Histories in few words. */
final class PredicateHistories {
  private PredicateHistories() {}

  /**
   * Operations one after the other, each a process and what it did, such as {@code 0 [[:w :x 1]
   * [:rp :true {:x 1}]]} or, for an init, {@code 0 {:x 1}}; one that failed or of which nobody
   * knows has {@code fail} or {@code info} between the two.
   */
  static History of(String... operations) {
    StringBuilder edn = new StringBuilder();
    for (String line : operations) {
      edn.append(invocation(line)).append(completion(line));
    }
    return read(edn.toString());
  }

  /** The first, then all others at the same time. */
  static History atOnce(String first, String... others) {
    StringBuilder edn = new StringBuilder(invocation(first)).append(completion(first));
    for (String line : others) {
      edn.append(invocation(line));
    }
    for (String line : others) {
      edn.append(completion(line));
    }
    return read(edn.toString());
  }

  private static String invocation(String line) {
    return event(line, ":invoke", told(line).replaceAll("(:rp? [^{]*) \\{[^}]*}", "$1 nil"));
  }

  private static String completion(String line) {
    String word = line.split(" ", 3)[1];
    return event(line, word.matches("fail|info") ? ":" + word : ":ok", told(line));
  }

  private static String event(String line, String type, String value) {
    String f = told(line).startsWith("{") ? ":init" : ":txn";
    return "{:process "
        + line.split(" ", 2)[0]
        + ", :f "
        + f
        + ", :type "
        + type
        + ", :value "
        + value
        + "}\n";
  }

  private static String told(String line) {
    return line.replaceFirst("^\\d+ (fail |info )?", "");
  }

  static History read(String edn) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(edn.getBytes(StandardCharsets.UTF_8));
      return HistoryFiles.read(in, "example", "jepsen-edn", ReadOptions.DEFAULT).history();
    } catch (Exception e) {
      throw new AssertionError(edn, e);
    }
  }
}
