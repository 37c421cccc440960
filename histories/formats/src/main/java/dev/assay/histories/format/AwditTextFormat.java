package dev.assay.histories.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * The text of AWDIT's tests: {@code r key value} or {@code w key value} a line; {@code -----}
 * between the transactions of a session and {@code =====} between sessions.
 */
public final class AwditTextFormat implements HistoryFormat {
  @Override
  public String name() {
    return "awdit-text";
  }

  @Override
  public String description() {
    return "AWDIT's test text: r key value or w key value, ----- and ===== between";
  }

  @Override
  public Match detect(Sample sample) {
    int at = sample.firstByte(0);
    boolean operation = sample.at(at) == 'r' || sample.at(at) == 'w';
    int digit = sample.at(at + 2);
    return operation && sample.at(at + 1) == ' ' && digit >= '0' && digit <= '9'
        ? Match.SPECIAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    SessionTransactions transactions = new SessionTransactions(out);
    int session = 0;
    boolean begun = false;
    for (ByteInput line = in.nextLine(); line != null; line = in.nextLine()) {
      Integers.passBlanks(line);
      int first = line.peek();
      if (first == '-' || first == '=') {
        separator(line, (char) first);
        session += first == '=' ? 1 : 0;
        begun = false;
      } else if (first >= 0) {
        if (!begun) {
          transactions.begin(line.line(), session, true);
          begun = true;
        }
        operation(line, transactions);
      }
    }
    transactions.emit();
  }

  private static void separator(ByteInput line, char mark)
      throws IOException, HistoryFormatException {
    char[] marks = new char[5];
    Arrays.fill(marks, mark);
    for (char expected : marks) {
      if (line.peek() != expected) {
        throw line.expected("`-----` or `=====`");
      }
      line.next();
    }
    end(line);
  }

  private static void operation(ByteInput line, SessionTransactions transactions)
      throws IOException, HistoryFormatException {
    int kind = line.peek();
    if (kind != 'r' && kind != 'w') {
      throw line.expected("r key value, w key value, `-----` or `=====`");
    }
    line.next();
    Integers.passBlanks(line);
    long key = Integers.read(line, "an integer as the key");
    Integers.passBlanks(line);
    long value = Integers.read(line, "an integer as the value");
    end(line);
    transactions.operation(kind == 'w', key, value);
  }

  private static void end(ByteInput line) throws IOException, HistoryFormatException {
    Integers.passBlanks(line);
    if (line.peek() >= 0) {
      throw line.expected("the end of the line");
    }
  }
}
