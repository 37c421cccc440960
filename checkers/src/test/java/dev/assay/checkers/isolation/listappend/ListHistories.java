package dev.assay.checkers.isolation.listappend;

import dev.assay.histories.History;
import dev.assay.histories.format.HistoryFiles;
import dev.assay.histories.format.ReadOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
      String[] words = line.split(" ", 3);
      boolean isOk = words[1].startsWith("[");
      String told = isOk ? line.substring(line.indexOf(' ') + 1) : words[2];
      String asked = told.replaceAll("(:r \\d+) \\[[^]]*]", "$1 nil");
      String end = isOk ? ":ok, :value " + told : ":" + words[1] + ", :value " + asked;
      for (String event : List.of(":invoke, :value " + asked, end)) {
        edn.append("{:process ").append(words[0]).append(", :f :txn, :type ").append(event);
        edn.append("}\n");
      }
    }
    try {
      ByteArrayInputStream in =
          new ByteArrayInputStream(edn.toString().getBytes(StandardCharsets.UTF_8));
      return HistoryFiles.read(in, "example", "jepsen-edn", ReadOptions.DEFAULT).history();
    } catch (Exception e) {
      throw new AssertionError(edn.toString(), e);
    }
  }
}
