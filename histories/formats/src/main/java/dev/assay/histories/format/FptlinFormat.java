package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.Keyword;
import dev.assay.histories.format.TimedOperations.Timed;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * fptlin's text: an operation a line, with its process, the times of call and return, and its
 * method; the first line names the type.
 *
 * <pre>
 * # queue
 * 0 1 5 ENQ 10
 * 1 2 6 DEQ 10
 * 0 9 12 PEEK -1          (a queue, stack or priority queue that was empty)
 *
 * # set:          INSERT, REMOVE, CONTAINS, each with an element and 1 or 0
 * # semaphore:    INCR 1; DECR with 1, or 0 when there was nothing to take
 * # rmw:          READ v, WRITE v, RMW old new
 * </pre>
 */
public final class FptlinFormat implements HistoryFormat {
  private static final List<String> TYPES =
      List.of("queue", "stack", "priorityqueue", "set", "semaphore", "rmw");
  private static final Keyword EMPTY = new Keyword("empty");
  private static final long NOTHING = -1;

  @Override
  public String name() {
    return "fptlin";
  }

  @Override
  public String description() {
    return "fptlin's text: # TYPE, then process, call, return, METHOD and its values a line";
  }

  @Override
  public Match detect(Sample sample) {
    return TYPES.contains(type(sample.text().substring(0, sample.lineEnd(0))))
        ? Match.SPECIAL
        : Match.NO;
  }

  private static String type(String line) {
    return line.startsWith("#") ? line.substring(1).strip() : "";
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    TimedOperations operations = new TimedOperations(out, TimedOperations.Ties.ORDERED);
    String type = "";
    for (ByteInput line = in.nextLine(); line != null; line = in.nextLine()) {
      Integers.passBlanks(line);
      if (line.peek() == '#') {
        type = type(word(line, true));
      } else if (line.peek() >= 0) {
        operations.add(operation(line, type));
      }
    }
    operations.emit();
  }

  private static Timed operation(ByteInput line, String type)
      throws IOException, HistoryFormatException {
    int process = Integers.readProcess(line, "a process");
    long called = number(line, "the time of the call");
    long returned = number(line, "the time of the return");
    Integers.passBlanks(line);
    String method = word(line, false);
    Integers.passBlanks(line);
    boolean isOne = type.equals("set") || method.equals("RMW");
    long first = number(line, "the value of " + method);
    long second = isOne ? number(line, "the second value of " + method) : 0;
    Integers.passBlanks(line);
    if (line.peek() >= 0) {
      throw line.expected("the end of the line");
    }
    if (returned < called) {
      throw line.error("expected a return not before the call, found " + called + " " + returned);
    }
    Meaning meaning = meaning(type, method.toUpperCase(Locale.ROOT), first, second);
    if (meaning == null) {
      throw line.error("expected a method of a " + type + ", found " + Quoting.quote(method));
    }
    return new Timed(
        line.line(),
        process,
        meaning.f(),
        meaning.asked(),
        meaning.told(),
        called,
        returned,
        meaning.outcome(),
        Map.of());
  }

  /** An operation in the words of our models. */
  private record Meaning(
      String f, @Nullable Object asked, @Nullable Object told, EventType outcome) {
    static Meaning ok(String f, @Nullable Object asked, @Nullable Object told) {
      return new Meaning(f, asked, told, EventType.OK);
    }
  }

  private static @Nullable Meaning meaning(String type, String method, long first, long second) {
    return switch (type) {
      case "queue" -> collection(method, first, "ENQ", "enqueue", "DEQ", "dequeue");
      case "stack" -> collection(method, first, "PUSH", "push", "POP", "pop");
      case "priorityqueue" -> collection(method, first, "INSERT", "insert", "POLL", "poll");
      case "set" -> set(method, first, second != 0);
      case "semaphore" -> semaphore(method, first);
      case "rmw" -> register(method, first, second);
      default -> null;
    };
  }

  private static @Nullable Meaning collection(
      String method, long value, String insert, String insertF, String remove, String removeF) {
    Object found = value == NOTHING ? EMPTY : (Object) value;
    if (method.equals(insert)) {
      return Meaning.ok(insertF, value, value);
    }
    if (method.equals(remove)) {
      return Meaning.ok(removeF, null, found);
    }
    return method.equals("PEEK") ? Meaning.ok("peek", null, found) : null;
  }

  private static @Nullable Meaning set(String method, long element, boolean told) {
    return switch (method) {
      case "INSERT" -> Meaning.ok("add", element, told);
      case "REMOVE" -> Meaning.ok("remove", element, told);
      case "CONTAINS" -> Meaning.ok("contains", element, told);
      default -> null;
    };
  }

  /** An acquire that found nothing completes with false. */
  private static @Nullable Meaning semaphore(String method, long value) {
    return switch (method) {
      case "INCR" -> Meaning.ok("release", null, null);
      case "DECR" -> Meaning.ok("acquire", null, value == 0 ? false : null);
      default -> null;
    };
  }

  private static @Nullable Meaning register(String method, long first, long second) {
    return switch (method) {
      case "READ" -> Meaning.ok("read", null, first);
      case "WRITE" -> Meaning.ok("write", first, first);
      case "RMW" -> {
        List<Object> pair = Arrays.asList(first, second);
        yield Meaning.ok("cas", pair, pair);
      }
      default -> null;
    };
  }

  private static long number(ByteInput line, String what)
      throws IOException, HistoryFormatException {
    Integers.passBlanks(line);
    return Integers.read(line, what);
  }

  /** The bytes up to the next blank, or up to the end of the line. */
  private static String word(ByteInput line, boolean whole)
      throws IOException, HistoryFormatException {
    line.mark();
    while (line.peek() >= 0 && (whole || line.peek() > ' ')) {
      line.next();
    }
    return line.takeToken();
  }
}
