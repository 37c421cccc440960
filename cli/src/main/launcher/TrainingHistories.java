import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes histories that a check of something large is trained with: lists, lists of which some are
 * read stale, and registers, as EDN and as Plume's text.
 *
 * <p>{@code java TrainingHistories.java PREFIX} writes {@code PREFIX-lists.edn} and the others.
 */
final class TrainingHistories {
  private static final int TRANSACTIONS = 20_000;
  private static final int PROCESSES = 20;
  private static final int WRITES_PER_LIST = 16;

  /** Keys in use at a time. */
  private static final int LISTS = 50;

  private static final int REGISTERS = TRANSACTIONS / 2;

  private final boolean isOfLists;
  private final int staleOf;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<List<Integer>> written = new ArrayList<>();
  private int firstList;

  private TrainingHistories(boolean isOfLists, int staleOf) {
    this.isOfLists = isOfLists;
    this.staleOf = staleOf;
  }

  public static void main(String[] args) throws IOException {
    new TrainingHistories(true, 0).write(args[0] + "-lists", false);
    new TrainingHistories(true, 8).write(args[0] + "-stale", false);
    new TrainingHistories(false, 0).write(args[0] + "-registers", true);
  }

  private void write(String name, boolean isPlumeToo) throws IOException {
    try (PrintWriter edn = new PrintWriter(Files.newBufferedWriter(Path.of(name + ".edn")))) {
      StringBuilder plume = new StringBuilder();
      String[] open = new String[PROCESSES];
      for (int left = TRANSACTIONS, index = 0; left > 0; index++) {
        int process = random.nextInt(PROCESSES);
        String type = open[process] == null ? ":invoke" : ":ok";
        if (open[process] == null) {
          open[process] = transaction(process, TRANSACTIONS - left, plume);
          left--;
          edn.print(line(type, process, unread(open[process]), index));
        } else {
          edn.print(line(type, process, open[process], index));
          open[process] = null;
        }
      }
      if (isPlumeToo) {
        Files.writeString(Path.of(name + ".txt"), plume);
      }
    }
  }

  private static String line(String type, int process, String value, int index) {
    return "{:type %s, :process %d, :f :txn, :value %s, :time %d, :index %d}\n"
        .formatted(type, process, value, index * 1000L, index);
  }

  private static String unread(String transaction) {
    return transaction.replaceAll("\\[:r (\\d+) (\\[[^]]*]|\\w+)]", "[:r $1 nil]");
  }

  /** One that takes effect at once. */
  private String transaction(int process, int number, StringBuilder plume) {
    StringBuilder edn = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      int key = isOfLists ? list() : random.nextInt(REGISTERS);
      while (written.size() <= key) {
        written.add(new ArrayList<>());
      }
      List<Integer> versions = written.get(key);
      edn.append(i == 0 ? "[" : " ");
      boolean isWrite = random.nextBoolean();
      if (isWrite) {
        versions.add(versions.size() + 1);
        edn.append(isOfLists ? "[:append " : "[:w ").append(key).append(' ');
        edn.append(versions.size()).append(']');
      } else {
        int stale = staleOf > 0 && random.nextInt(staleOf) == 0 ? 1 : 0;
        int seen = Math.max(0, versions.size() - stale);
        String list = versions.subList(0, seen).toString().replace(",", "");
        edn.append("[:r ").append(key).append(' ');
        edn.append(seen == 0 ? "nil" : isOfLists ? list : seen).append(']');
      }
      plume.append(isWrite ? "w(" : "r(").append(key).append(',').append(versions.size());
      plume.append(',').append(process).append(',').append(number).append(")\n");
    }
    return edn.append(']').toString();
  }

  /** A list that is not full yet. */
  private int list() {
    int key = firstList + random.nextInt(LISTS);
    while (firstList < written.size() && written.get(firstList).size() >= WRITES_PER_LIST) {
      firstList++;
    }
    return key;
  }
}
