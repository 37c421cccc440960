package dev.assay.checkers.isolation.listappend;

import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Histories in few words. */
final class ListHistories {
  private ListHistories() {}

  /**
   * Transactions one after the other, each a process and what it did, such as {@code 0 [[:append 1
   * 2] [:r 1 [2]]]}; one that failed or of which nobody knows has {@code fail} or {@code info}
   * between the two.
   */
  static History of(String... transactions) {
    StringBuilder edn = new StringBuilder();
    for (String line : transactions) {
      edn.append(invocation(line)).append(completion(line));
    }
    return read(edn.toString());
  }

  /** The first is open while the others come one after the other. */
  static History around(String first, String... others) {
    StringBuilder edn = new StringBuilder(invocation(first));
    for (String line : others) {
      edn.append(invocation(line)).append(completion(line));
    }
    return read(edn.append(completion(first)).toString());
  }

  private static String invocation(String line) {
    return event(line, ":invoke, :value " + asked(line));
  }

  private static String completion(String line) {
    String[] words = line.split(" ", 3);
    return event(
        line,
        words[1].startsWith("[")
            ? ":ok, :value " + told(line)
            : ":" + words[1] + ", :value " + asked(line));
  }

  private static String event(String line, String rest) {
    return "{:process " + line.split(" ", 2)[0] + ", :f :txn, :type " + rest + "}\n";
  }

  private static String told(String line) {
    return line.substring(line.indexOf('['));
  }

  private static String asked(String line) {
    return told(line).replaceAll("(:r \\d+) \\[[^]]*]", "$1 nil");
  }

  private static History read(String edn) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(edn.getBytes(StandardCharsets.UTF_8));
      return HistoryFiles.read(in, "example", "jepsen-edn", ReadOptions.DEFAULT).history();
    } catch (Exception e) {
      throw new AssertionError(edn, e);
    }
  }
}
