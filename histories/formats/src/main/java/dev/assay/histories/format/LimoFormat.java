package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.Keyword;
import dev.assay.histories.format.TimedOperations.Timed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of Violin and LiMo: histories of concurrent queues and stacks, an event a line.
 *
 * <pre>
 * # @object atomic-queue
 * [1] call add(7)
 * [2] call remove
 * [1] return
 * [2] return 7        or: return empty
 * </pre>
 *
 * <p>The number names the operation, not a process. {@code add}, {@code enq}, {@code offer} become
 * {@code enqueue} (on a stack: {@code push}), {@code remove}, {@code deq}, {@code poll} become
 * {@code dequeue} (on a stack: {@code pop}); a removal that found nothing has the value {@code
 * :empty}.
 */
public final class LimoFormat implements HistoryFormat {
  private static final String OBJECT = "# @object ";
  private static final Keyword EMPTY = new Keyword("empty");

  @Override
  public String name() {
    return "limo";
  }

  @Override
  public String description() {
    return "Violin's and LiMo's text: [1] call add(7), [1] return; queues and stacks";
  }

  /** The line that names the object, or a call in brackets. */
  @Override
  public Match detect(Sample sample) {
    String text = sample.text();
    return text.startsWith(OBJECT) || text.matches("(?s)\\s*\\[\\d{1,9}\\] call .*")
        ? Match.SPECIAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    new Reader(out).read(in);
  }

  private static final class Reader {
    private final TimedOperations operations;
    private final Map<Long, Call> open = new LinkedHashMap<>();
    private String object = "atomic-queue";
    private long position;

    Reader(EventSink out) {
      operations = new TimedOperations(out, TimedOperations.Ties.ORDERED);
    }

    /** A call that has not returned. */
    private record Call(long line, String f, @Nullable Object argument, long at) {}

    void read(ByteInput in) throws IOException, HistoryFormatException {
      for (ByteInput line = in.nextLine(); line != null; line = in.nextLine()) {
        Integers.passBlanks(line);
        int first = line.peek();
        if (first == '#') {
          readComment(line);
        } else if (first >= 0) {
          readEvent(line);
        }
      }
      open.values().forEach(call -> add(call, null, TimedOperations.NEVER));
      operations.emit();
    }

    private void readComment(ByteInput line) throws IOException, HistoryFormatException {
      String text = rest(line);
      if (text.startsWith(OBJECT)) {
        object = text.substring(OBJECT.length()).strip();
      }
    }

    private void readEvent(ByteInput line) throws IOException, HistoryFormatException {
      if (line.next() != '[') {
        throw line.error("expected `[` and the number of an operation before this");
      }
      long id = Integers.read(line, "the number of an operation");
      if (line.peek() != ']') {
        throw line.expected("`]`");
      }
      line.next();
      Integers.passBlanks(line);
      long column = line.column();
      String text = rest(line).strip();
      if (text.startsWith("call ")) {
        call(line.line(), column, id, text.substring("call ".length()).strip(), line);
      } else if (text.equals("return") || text.startsWith("return ")) {
        Call call = open.remove(id);
        if (call == null) {
          throw line.error("expected a call of operation " + id + " before its return");
        }
        add(call, result(call, text.substring("return".length()).strip()), position++);
      } else {
        throw line.error("expected `call METHOD` or `return` before this");
      }
    }

    private void call(long number, long column, long id, String text, ByteInput line)
        throws HistoryFormatException {
      int end = 0;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      String argument = text.substring(end).strip();
      if (argument.startsWith("(") && argument.endsWith(")")) {
        argument = argument.substring(1, argument.length() - 1).strip();
      }
      String f = function(text.substring(0, end));
      if (f == null) {
        throw new HistoryFormatException(
            line.source(),
            number,
            column,
            "expected add, enq, offer, push, remove, deq, poll, pop or peek, found "
                + Quoting.quote(text));
      }
      if (open.put(id, new Call(number, f, argument.isEmpty() ? null : value(argument), position++))
          != null) {
        throw line.error("expected the return of operation " + id + " before another call of it");
      }
    }

    private @Nullable String function(String method) {
      boolean isStack = object.contains("stack");
      return switch (method) {
        case "add", "enq", "offer", "put", "push" -> isStack ? "push" : "enqueue";
        case "remove", "deq", "poll", "take", "pop" -> isStack ? "pop" : "dequeue";
        case "peek" -> "peek";
        default -> null;
      };
    }

    private static @Nullable Object result(Call call, String text) {
      if (call.argument() != null) {
        return call.argument();
      }
      return text.isEmpty() || text.equals("empty") ? EMPTY : value(text);
    }

    private void add(Call call, @Nullable Object told, long returned) {
      operations.add(
          new Timed(
              call.line(),
              TimedOperations.ANY_PROCESS,
              call.f(),
              call.argument(),
              told,
              call.at(),
              returned,
              EventType.OK,
              Map.of()));
    }

    private static Object value(String text) {
      return text.matches("-?\\d{1,18}") ? (Object) Long.parseLong(text) : text;
    }

    private static String rest(ByteInput line) throws IOException, HistoryFormatException {
      line.mark();
      while (line.peek() >= 0) {
        line.next();
      }
      return line.takeToken();
    }
  }
}
