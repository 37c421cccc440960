package dev.assay.checkers;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations on registers as transactions of one object each, for claims that know no real
 * time: {@code write 1} is {@code [[:w key 1]]}, {@code cas [1 2]} is {@code [[:r key 1] [:w key
 * 2]]}.
 *
 * <p>An operation of unknown outcome took place if what it wrote was read, and may be left out if
 * not, for then nobody can tell: so every transaction here took place.
 */
final class RegisterTransactions {
  private static final Keyword READ = new Keyword("r");
  private static final Keyword WRITE = new Keyword("w");

  private final History history;
  private final CheckOptions options;

  /** Key and value that somebody found there. */
  private final Set<List<@Nullable Object>> found = new HashSet<>();

  private RegisterTransactions(History history, CheckOptions options) {
    this.history = history;
    this.options = options;
  }

  /**
   * The transactions, two events each, in the order of invocations.
   *
   * @return nothing when some write brings the initial value back: in transactions on registers
   *     that is nil, which nobody writes
   */
  static Optional<History> of(History history, CheckOptions options) {
    return new RegisterTransactions(history, options).build();
  }

  private Optional<History> build() {
    find();
    History.Builder builder = History.builder();
    builder.ordersProcessesOnly();
    for (int event : history.clientInvocations().toArray()) {
      if (!takesPart(event)) {
        continue;
      }
      Object from = from(event);
      Object to = to(event);
      boolean writes = !history.f(event).equals("read");
      if (writes && Objects.equals(to, options.initial())) {
        return Optional.empty();
      }
      List<@Nullable Object> read = Arrays.asList(READ, key(event), from);
      List<@Nullable Object> write = Arrays.asList(WRITE, key(event), to);
      List<Object> txn =
          switch (history.f(event)) {
            case "read" -> List.of(read);
            case "write" -> List.of(write);
            default -> List.of(read, write);
          };
      builder.add(EventType.INVOKE, history.process(event), "txn", txn);
      builder.add(EventType.OK, history.process(event), "txn", txn);
    }
    return Optional.of(builder.build());
  }

  /** What reads found, and what changes needed that happened because others found theirs. */
  private void find() {
    int[] invocations = history.clientInvocations().toArray();
    for (int before = -1; before < found.size(); ) {
      before = found.size();
      for (int event : invocations) {
        boolean finds = !history.f(event).equals("write") && takesPart(event);
        if (finds) {
          found.add(Arrays.asList(key(event), from(event)));
        }
      }
    }
  }

  private boolean takesPart(int event) {
    EventType outcome = history.outcome(event);
    boolean isRead = history.f(event).equals("read");
    return switch (outcome) {
      case OK -> !isRead || options.isNilAValue() || result(event) != null;
      case FAIL -> false;
      case INFO, INVOKE -> !isRead && found.contains(Arrays.asList(key(event), to(event)));
    };
  }

  private Object key(int event) {
    return Objects.requireNonNullElse(history.key(event), 0L);
  }

  /** What the operation found; nil for the initial value. */
  private @Nullable Object from(int event) {
    Object value =
        switch (history.f(event)) {
          case "read" -> result(event);
          case "cas" -> part(event, 0);
          default -> null;
        };
    return Objects.equals(value, options.initial()) ? null : value;
  }

  private @Nullable Object to(int event) {
    return switch (history.f(event)) {
      case "write" -> input(event);
      case "cas" -> part(event, 1);
      default -> null;
    };
  }

  private @Nullable Object part(int event, int index) {
    return ((List<?>) Objects.requireNonNull(input(event))).get(index);
  }

  private @Nullable Object input(int event) {
    Object argument = history.value(event);
    return argument != null ? argument : result(event);
  }

  private @Nullable Object result(int event) {
    return history.outcome(event) == EventType.OK ? history.value(history.pair(event)) : null;
  }
}
