package dev.assay.checkers.invariants;

import dev.assay.checkers.invariants.InvariantExplanation.DuplicatedElement;
import dev.assay.checkers.invariants.InvariantExplanation.LostElement;
import dev.assay.checkers.invariants.InvariantExplanation.OffOrder;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each add inserts a row with a value one higher than the highest there is and the database's
 * timestamp; a last read gives all rows by timestamp. Values and timestamps must rise together, and
 * no acknowledged row is missing or doubled.
 *
 * <p>Jepsen's {@code monotonic} of CockroachDB, in its global form: timestamps that run against the
 * order of values show a serial order that is not the order of timestamps. A row is a map with
 * {@code val} and {@code sts}, or just the value. O(adds + size of the last read).
 */
final class MonotonicInvariant implements Invariant {
  private static final Keyword VAL = new Keyword("val");
  private static final Keyword STS = new Keyword("sts");

  @Override
  public String workload() {
    return "monotonic";
  }

  @Override
  public String consistency() {
    return "strict-serializable";
  }

  @Override
  public String needs() {
    return "the rows were never read";
  }

  @Override
  public boolean needsRealTime() {
    return true;
  }

  @Override
  public void judge(Part part, Findings findings) {
    int last = History.NONE;
    for (int event : part.events()) {
      if (part.isOk(event, "read") && part.history().value(event) != null) {
        last = event;
      }
    }
    if (last == History.NONE) {
      return;
    }
    findings.judged();
    order(part, findings, last);
    presence(part, findings, last);
  }

  private static void order(Part part, Findings findings, int last) {
    @Nullable Object before = null;
    boolean isFirst = true;
    for (Object row : part.elements(last)) {
      findings.step();
      if (!isFirst) {
        compare(part, findings, last, before, row);
      }
      before = row;
      isFirst = false;
    }
  }

  /** Values rise strictly, timestamps may stay as they are. */
  private static void compare(
      Part part, Findings findings, int last, @Nullable Object a, @Nullable Object b) {
    int read = part.history().pair(last);
    for (Keyword field : List.of(VAL, STS)) {
      Object left = field(a, field);
      Object right = field(b, field);
      if (left == null || right == null) {
        if (field.equals(VAL)) {
          throw part.shape(last, "rows with a value");
        }
        continue;
      }
      int order = number(part, last, left).compareTo(number(part, last, right));
      if (field.equals(VAL) ? order >= 0 : order > 0) {
        String name = "off-order-" + field.name();
        OffOrder why = new OffOrder(read, field.name(), a, b);
        findings.anomaly(name, part.key(), Arrays.asList(a, b), List.of(read), why);
      }
    }
  }

  private static void presence(Part part, Findings findings, int last) {
    History history = part.history();
    Rows rows = Rows.of(part, findings);
    int read = history.pair(last);
    for (Object row : part.elements(last)) {
      int number = rows.index.find(field(row, VAL));
      if (number == ElementIndex.NONE) {
        continue;
      }
      if (++rows.seen[number] == 2) {
        Object value = rows.index.element(number);
        DuplicatedElement why = new DuplicatedElement(value, read);
        findings.anomaly("duplicated", part.key(), Lists.of(value), List.of(read), why);
      }
    }
    for (int e = 0; e < rows.index.size(); e++) {
      if (rows.seen[e] == 0 && rows.returned[e] < read) {
        int add = history.pair(rows.returned[e]);
        Object value = rows.index.element(e);
        LostElement why = new LostElement(value, add, read);
        findings.anomaly("lost", part.key(), Lists.of(value), List.of(add, read), why);
      }
    }
  }

  /** The values that acknowledged adds say they inserted. */
  private static final class Rows {
    private final ElementIndex index = new ElementIndex();
    private int[] returned = new int[16];
    private int[] seen = new int[0];

    static Rows of(Part part, Findings findings) {
      Rows rows = new Rows();
      for (int event : part.events()) {
        findings.step();
        Object value = part.isOk(event, "add") ? field(part.history().value(event), VAL) : null;
        if (value == null) {
          continue;
        }
        int before = rows.index.size();
        if (rows.index.add(value) == before) {
          if (before == rows.returned.length) {
            rows.returned = Arrays.copyOf(rows.returned, before * 2);
          }
          rows.returned[before] = event;
        }
      }
      rows.seen = new int[rows.index.size()];
      return rows;
    }
  }

  private static @Nullable Object field(@Nullable Object row, Keyword name) {
    if (row instanceof Map<?, ?> map) {
      Object value = map.get(name);
      return value == null ? map.get(name.name()) : value;
    }
    return name.equals(VAL) ? row : null;
  }

  private static BigDecimal number(Part part, int event, Object value) {
    if (value instanceof Long integer) {
      return BigDecimal.valueOf(integer);
    }
    String text = value.toString();
    if (text.matches("-?[0-9]{1,40}(\\.[0-9]{1,40})?")) {
      return new BigDecimal(text);
    }
    throw part.shape(event, "rows whose val and sts are decimal numbers");
  }
}
