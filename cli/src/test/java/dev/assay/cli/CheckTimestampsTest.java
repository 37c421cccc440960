package dev.assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What databases tell of their timestamps, judged from the command line. */
class CheckTimestampsTest {
  /** Write skew: each reads what the other overwrites. */
  private static final String SKEW =
      """
      {:process 0 :type :invoke :f :txn :value [[:r x nil] [:w y 1]]}
      {:process 1 :type :invoke :f :txn :value [[:r y nil] [:w x 2]]}
      {:process 0 :type :ok :f :txn :value [[:r x nil] [:w y 1]] :start-ts [1 0] :commit-ts [3 0]}
      {:process 1 :type :ok :f :txn :value [[:r y nil] [:w x 2]] :start-ts [2 0] :commit-ts [3 7]}
      """;

  /** Lists whose second transaction was told a timestamp before that of the first. */
  private static final String BACKWARD =
      """
      {"process":0,"type":"invoke","f":"txn","value":[[append,8,1]]}
      {"process":0,"type":"ok","f":"txn","value":[[append,8,1]],"commit-ts":20}
      {"process":1,"type":"invoke","f":"txn","value":[[append,8,2],[r,8,null]]}
      {"process":1,"type":"ok","f":"txn","value":[[append,8,2],[r,8,[2]]],"commit-ts":10}
      """
          .replace("[append", "[{\"#keyword\":\"append\"}")
          .replace("[r", "[{\"#keyword\":\"r\"}");

  private static final String CHRONOS =
      """
      [{"sid": 3, "tid": 1, "sts": {"p": 40, "l": 0}, "cts": {"p": 44, "l": 0},
        "ops": [{"t": "w", "k": 8, "v": 5}]},
       {"sid": 4, "tid": 2, "sts": {"p": 41, "l": 0}, "cts": {"p": 46, "l": 0},
        "ops": [{"t": "w", "k": 8, "v": 6}]}]
      """;

  @TempDir Path folder;
  private final Console console = new Console();

  @Test
  void snapshotsHoldWhereNoSerialOrderDoes() throws IOException {
    String file = file("skew.edn", SKEW);
    assertEquals(0, check(file, "-w", "rw-register", "--consistency", "strong-snapshot-isolation"));
    assertTrue(console.out().contains("certified: 2 transactions on snapshots"), console.out());
    assertEquals(1, check(file, "-w", "rw-register"));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(
        out.contains("T1 read y as nil at timestamp [3 7], but T2, which wrote 1, had committed"),
        out);
    assertTrue(out.contains("There may be another order that does"), out);
  }

  @Test
  void timestampsAgainstRealTimeAreTold() throws IOException {
    String file = file("backward.jsonl", BACKWARD);
    assertEquals(0, check(file, "--consistency", "serializable"));
    assertEquals(1, check(file, "--consistency", "strict-serializable"));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("commit-timestamp-realtime"), out);
    assertTrue(out.contains("took effect at timestamp 20, and T2 at 10"), out);
  }

  @Test
  void overlappingWritersOfChronosAreTold() throws IOException {
    String file = file("chronos.json", CHRONOS);
    assertEquals(1, check(file, "-w", "rw-register", "--consistency", "snapshot-isolation"));
    String out = console.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("T1 ([40 0] to [44 0]) and T2 ([41 0] to [46 0]) both wrote 8"), out);
    assertEquals(0, check(file, "-w", "rw-register"));
  }

  @Test
  void whatCannotBeJudgedIsRefusedWithTheReason() throws IOException {
    String file = file("untold.jsonl", BACKWARD.replace(",\"commit-ts\":10", ""));
    assertEquals(2, check(file));
    assertTrue(
        console.out().replaceAll("\\s+", " ").contains("completed without :commit-ts"),
        console.out());
    assertEquals(254, check(file, "--consistency", "causal"));
    assertTrue(console.err().contains("timestamps tell nothing of causal"), console.err());
    assertEquals(254, check(file, "-w", "register"));
    assertTrue(console.err().contains("--timestamps is for transactions"), console.err());
  }

  private int check(String file, String... more) {
    String[] args = {"check", "--timestamps", "--certify", file};
    return console.assay(
        Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
