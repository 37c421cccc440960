package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * An operation is the same one however it is spelled: once as the scanner knows it, or nearly so,
 * and once with something behind its brace for which the scanner gives up.
 */
class EventScannerTest {
  private static final int HISTORIES = Integer.getInteger("assay.campaign.histories", 10_000);
  private static final long SEED = Long.getLong("assay.campaign.seed", 20261128);

  private static final String[] TYPES = {":invoke", ":ok", ":info", ":fail"};
  private static final String[] FUNCTIONS = {":txn", ":read", ":a-b", ":a/b", ":x2", "nil", ":é"};
  private static final String[] VALUES = {
    "nil",
    "17",
    "[3 nil]",
    "[3 4]",
    "[[:r 1 nil] [:append 2 3]]",
    "[[:r 1 [1 2]]]",
    "-1",
    "1.5",
    "1N",
    "[3  4]",
    "[[:r 1]]",
    "\"x\"",
    ":k",
    "nill",
    "[1 2 3]",
    "007",
    "123456789012345678",
    "[",
  };

  private int refused;
  private int read;

  @Test
  void theUsualSpellingIsReadAsAnyOther() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES; i++) {
      StringBuilder usual = new StringBuilder();
      StringBuilder other = new StringBuilder();
      for (int events = random.nextInt(5); events >= 0; events--) {
        String rest = fields(random, events) + (random.nextInt(30) == 0 ? "" : "}") + "\n";
        usual.append('{').append(rest);
        other.append("{#_0 ").append(rest);
      }
      if (random.nextInt(10) == 0) {
        int cut = random.nextInt(8);
        usual.setLength(Math.max(0, usual.length() - cut));
        other.setLength(Math.max(0, other.length() - cut));
      }
      assertEquals(describe(other), describe(usual), usual::toString);
    }
    assertTrue(refused > HISTORIES / 10, "only " + refused + " were refused");
    assertTrue(read > HISTORIES / 3, "only " + read + " were read");
  }

  private static String fields(SplittableRandom random, int process) {
    List<String> fields = new ArrayList<>();
    fields.add(":type " + pick(random, TYPES, 1));
    fields.add(":f " + pick(random, FUNCTIONS, 2));
    fields.add(":value " + pick(random, VALUES, 6));
    fields.add(":process " + (random.nextInt(20) == 0 ? ":nemesis" : "" + process));
    fields.add(":time " + (random.nextInt(20) == 0 ? "-1" : "" + random.nextInt(1000)));
    fields.add(":index " + (random.nextInt(20) == 0 ? "2147483648" : "" + random.nextInt(9)));
    while (random.nextInt(6) == 0) {
      fields.remove(random.nextInt(fields.size()));
      fields.add(random.nextInt(3) == 0 ? ":error \"x\"" : ":time 5");
    }
    StringBuilder out = new StringBuilder();
    while (!fields.isEmpty()) {
      out.append(out.isEmpty() ? "" : separator(random));
      out.append(fields.remove(random.nextInt(fields.size())));
    }
    return out.toString();
  }

  private static String separator(SplittableRandom random) {
    return random.nextInt(60) > 0
        ? ", "
        : List.of(" ", ",", " , ", "\n", "", "; x\n").get(random.nextInt(6));
  }

  /** Mostly one of the first, which are as usual. */
  private static String pick(SplittableRandom random, String[] all, int usual) {
    return all[random.nextInt(random.nextInt(12) == 0 ? all.length : usual)];
  }

  /** What came of it as text; of a complaint not where it stands, for that differs. */
  private String describe(CharSequence source) throws IOException {
    byte[] bytes = source.toString().getBytes(StandardCharsets.UTF_8);
    try {
      LoadedHistory loaded =
          HistoryFiles.read(
              new ByteArrayInputStream(bytes), "test", "jepsen-edn", ReadOptions.DEFAULT);
      read++;
      return RandomData.describe(loaded.history());
    } catch (HistoryFormatException e) {
      refused++;
      String complaint = String.valueOf(e.getMessage());
      return complaint.replaceAll("\\d+:\\d+", "place").replaceAll("found `\\{.*", "found a brace");
    }
  }
}
