package dev.assay.checkers.certificates;

import dev.assay.checkers.certificates.Certificate.InvariantBreach;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the read that returned last have rising values and timestamps that do not fall, each
 * acknowledged value that was returned before it began, and none of these twice. Proofs: {@code
 * off-order-val}, {@code off-order-sts}: the read, of which the subjects are two rows in a row;
 * {@code lost}: the add, the read; {@code duplicated}: the read. Subject of these: the value.
 */
final class MonotonicDefinition implements InvariantDefinition {
  @Override
  public @Nullable String broken(@Nullable Object key, List<Call> calls) {
    Call last = last(calls);
    if (last == null) {
      return "nothing was read";
    }
    List<@Nullable Object> rows = rows(last);
    for (int i = 1; i < rows.size(); i++) {
      if (isOffOrder("val", rows.get(i - 1), rows.get(i))
          || isOffOrder("sts", rows.get(i - 1), rows.get(i))) {
        return "row " + i + " is out of order";
      }
    }
    Set<@Nullable Object> values = new HashSet<>();
    rows.forEach(row -> values.add(field("val", row)));
    for (Call add : calls) {
      if (isAdd(add) && add.returned() < last.invocation() && !values.contains(value(add))) {
        return "the value of add " + add.invocation() + " is missing";
      }
    }
    return null;
  }

  @Override
  public @Nullable String doubt(List<Call> calls, InvariantBreach breach, List<Call> proof) {
    Call read = proof.get(proof.size() - 1);
    if (!read.equals(last(calls))) {
      return "operation " + read.invocation() + " is not the last read";
    }
    List<@Nullable Object> rows = rows(read);
    Object subject = breach.subjects().get(0);
    boolean isProof =
        switch (breach.anomaly()) {
          case "off-order-val" -> areOffOrder("val", rows, breach.subjects());
          case "off-order-sts" -> areOffOrder("sts", rows, breach.subjects());
          case "lost" ->
              isAdd(proof.get(0))
                  && Objects.equals(value(proof.get(0)), subject)
                  && proof.get(0).returned() < read.invocation()
                  && rows.stream().noneMatch(row -> Objects.equals(field("val", row), subject));
          case "duplicated" ->
              rows.stream().filter(row -> Objects.equals(field("val", row), subject)).count() > 1;
          default -> false;
        };
    return isProof ? null : "the read is not " + breach.anomaly();
  }

  private static boolean areOffOrder(
      String field, List<@Nullable Object> rows, List<?> neighbours) {
    for (int i = 1; i < rows.size(); i++) {
      if (Objects.equals(rows.get(i - 1), neighbours.get(0))
          && Objects.equals(rows.get(i), neighbours.get(1))) {
        return isOffOrder(field, rows.get(i - 1), rows.get(i));
      }
    }
    return false;
  }

  private static boolean isOffOrder(String field, @Nullable Object a, @Nullable Object b) {
    Object left = field(field, a);
    Object right = field(field, b);
    if (left == null || right == null) {
      return false;
    }
    int order = Shapes.number(left).compareTo(Shapes.number(right));
    return field.equals("val") ? order >= 0 : order > 0;
  }

  private static @Nullable Call last(List<Call> calls) {
    Call last = null;
    for (Call call : calls) {
      if (call.isOk()
          && call.f().equals("read")
          && call.result() != null
          && (last == null || call.returned() > last.returned())) {
        last = call;
      }
    }
    return last;
  }

  private static boolean isAdd(Call call) {
    return call.isOk() && call.f().equals("add") && value(call) != null;
  }

  private static @Nullable Object value(Call add) {
    return field("val", add.result());
  }

  private static List<@Nullable Object> rows(Call read) {
    return new ArrayList<>(Shapes.collection(read.result()));
  }

  private static @Nullable Object field(String name, @Nullable Object row) {
    if (row instanceof Map<?, ?> map) {
      Object byKeyword = map.get(new Keyword(name));
      return byKeyword != null ? byKeyword : map.get(name);
    }
    return name.equals("val") ? row : null;
  }
}
