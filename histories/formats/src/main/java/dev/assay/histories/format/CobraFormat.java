package dev.assay.histories.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cobra's logs (Tan et al., OSDI 2020): a folder with a binary {@code .log} a session. Integers are
 * of eight bytes, the highest first:
 *
 * <pre>
 * S txn                                a transaction begins
 * W writeId key value                  a write
 * R writerTxn writeId key value        a read of that write; 0xbebeebee: the initial state
 * C txn                                it committed
 * </pre>
 *
 * <p>Values are the write ids, which are unique where values need not be. A transaction without its
 * {@code C} at the end of a log did not commit. One such log alone can be read too.
 */
public final class CobraFormat implements HistoryFormat {
  /** Stands for the transaction and the write before all others. */
  private static final long INITIAL = 0xbebeebeeL;

  /** Stands for a key that was not there. */
  private static final long NULL = 0xdeadbeefL;

  @Override
  public String name() {
    return "cobra";
  }

  @Override
  public String description() {
    return "Cobra's binary logs: a folder with a .log a session, or one such log";
  }

  /** A transaction's begin, and behind it a letter where the next entry belongs. */
  @Override
  public Match detect(Sample sample) {
    int second = sample.at(9);
    return sample.at(0) == 'S'
            && sample.at(1) == 0
            && (second == 'W' || second == 'R' || second == 'C')
        ? Match.SPECIAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    Reader reader = new Reader(out);
    reader.read(in, 0);
    reader.finish();
  }

  @Override
  public boolean isFolder(Path folder) throws IOException {
    List<Path> logs = logs(folder);
    if (logs.isEmpty()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(logs.get(0))) {
      return detect(new Sample("", in.readNBytes(16))) != Match.NO;
    }
  }

  @Override
  public void readFolder(Path folder, EventSink out) throws IOException, HistoryFormatException {
    Reader reader = new Reader(out);
    int session = 0;
    for (Path log : logs(folder)) {
      try (InputStream in = Files.newInputStream(log)) {
        reader.read(new ByteInput(log.toString(), in), session++);
      }
    }
    reader.finish();
  }

  private static List<Path> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(".log"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static final class Reader {
    private final SessionTransactions transactions;

    /** Write ids as values: 1, 2, 3 …, for 0 is the initial state. */
    private final Map<Long, Long> valueOf = new HashMap<>();

    Reader(EventSink out) {
      transactions = new SessionTransactions(out);
    }

    void finish() throws IOException, HistoryFormatException {
      transactions.emit();
    }

    void read(ByteInput in, int session) throws IOException, HistoryFormatException {
      boolean open = false;
      for (int kind = in.next(); kind >= 0; kind = in.next()) {
        if (open == (kind == 'S')) {
          throw at(in, open ? "W, R or C within a transaction" : "S, the begin of a transaction");
        }
        switch (kind) {
          case 'S' -> {
            number(in);
            transactions.begin(1, session, true);
            open = true;
          }
          case 'C' -> {
            number(in);
            open = false;
          }
          case 'W' -> {
            long write = number(in);
            long key = number(in);
            number(in);
            transactions.operation(true, key, value(write));
          }
          case 'R' -> {
            long writer = number(in);
            long write = number(in);
            long key = number(in);
            number(in);
            boolean isInitial =
                (writer == INITIAL || writer == NULL) && (write == INITIAL || write == NULL);
            transactions.operation(false, key, isInitial ? 0 : value(write));
          }
          default -> throw at(in, "S, C, W or R");
        }
      }
      if (open) {
        transactions.abort();
      }
    }

    private long value(long writeId) {
      return valueOf.computeIfAbsent(writeId, id -> valueOf.size() + 1L);
    }

    private static long number(ByteInput in) throws IOException, HistoryFormatException {
      long sum = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        int b = in.next();
        if (b < 0) {
          throw at(in, "an integer of eight bytes, found the end of the input");
        }
        sum = sum << 8 | b;
      }
      return sum;
    }

    private static HistoryFormatException at(ByteInput in, String expected) {
      return new HistoryFormatException(
          in.source(), "at byte " + in.offset() + ": expected " + expected);
    }
  }
}
