package dev.assay.checkers.text;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate.ConflictingOperations;
import dev.assay.checkers.certificates.Certificate.DependencyCycle;
import dev.assay.checkers.certificates.CommitWait;
import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dependencies and conflicts of transactions with predicate reads: a sentence each. */
final class PredicateText {
  private static final String WORKLOAD = "closed-predicate";

  private final History history;

  PredicateText(History history) {
    this.history = history;
  }

  /** Whether the anomaly is of such transactions. */
  static boolean isOne(Anomaly anomaly) {
    return switch (anomaly.certificate()) {
      case ConflictingOperations shown -> shown.workload().equals(WORKLOAD);
      case DependencyCycle cycle -> cycle.workload().equals(WORKLOAD);
      default -> false;
    };
  }

  /**
   * The reason of an edge of data.
   *
   * @param from what the first transaction is called
   * @param to what the second is called
   */
  String because(CycleEdge edge, String from, String to) {
    String key = ValueText.of(edge.key());
    return switch (edge.kind()) {
      case "wr" ->
          edge.key() == null
              ? from + " made the initial state, which all others came after"
              : to
                  + " "
                  + read(edge.second(), key, edge.before())
                  + ", as "
                  + from
                  + (edge.before() == null ? " had left it" : " had made it");
      case "rw" ->
          from
              + " "
              + read(edge.first(), key, edge.before())
              + (edge.second() == null
                  ? ", though " + to + " made it at first and nobody deleted it"
                  : ", before " + to + " " + wrote(edge.second(), key));
      case "wrp" ->
          asked(to, edge.second(), key)
              + ", so it came after "
              + from
              + " "
              + wrote(edge.first(), key)
              + ": all that it held before matches";
      case "rwp" ->
          asked(from, edge.first(), key)
              + ", so it came before "
              + to
              + " "
              + wrote(edge.second(), key)
              + ", which matches";
      default -> throw new IllegalArgumentException(edge.kind());
    };
  }

  /**
   * Why a transaction waits for others.
   *
   * @param who what it is called
   * @param others what those are called, as a list in words
   */
  String because(CommitWait wait, String who, String others) {
    String key = ValueText.of(wait.key());
    MicroOpRef read = wait.read();
    Object value = isPredicate(read) ? shown(read, wait.key()) : part(read, 2);
    return switch (wait.kind()) {
      case "wr" ->
          who
              + " "
              + read(read, key, value)
              + ", and of all others only "
              + others
              + (value == null ? " may have deleted it" : " may have left that behind");
      case "wrp" ->
          asked(who, read, key)
              + ", which matched at first, and of all others only "
              + others
              + " may have left behind what does not match";
      case "process" -> others + " was done before by the process of " + who;
      case "realtime" -> others + " had completed when " + who + " was invoked";
      default -> throw new IllegalArgumentException(wait.kind());
    };
  }

  private String asked(String who, @Nullable MicroOpRef read, String key) {
    return who + " asked for " + predicate(read) + " and was not shown " + key;
  }

  /** Such as {@code read :x as 3}, {@code read :x and found nothing}, or what it asked for. */
  private String read(@Nullable MicroOpRef ref, String key, @Nullable Object value) {
    return isPredicate(ref)
        ? "asked for " + predicate(ref) + " and was shown " + key + " as " + ValueText.of(value)
        : value == null
            ? "read " + key + " and found nothing"
            : "read " + key + " as " + ValueText.of(value);
  }

  /** Such as {@code deleted :x} or {@code wrote 3 to :x}. */
  private String wrote(@Nullable MicroOpRef ref, String key) {
    Object value = part(ref, 2);
    return value == null ? "deleted " + key : "wrote " + ValueText.of(value) + " to " + key;
  }

  /**
   * What a few micro-operations show.
   *
   * @param names what the transactions are called, by their invocations
   */
  String tell(Evidence evidence, Map<Integer, String> names) {
    List<MicroOpRef> refs = evidence.microOps();
    MicroOpRef first = refs.get(0);
    MicroOpRef second = refs.size() < 2 ? first : refs.get(1);
    String who = name(names, first);
    String other = name(names, second);
    String key = ValueText.of(evidence.key());
    String read = who + " " + read(first, key, evidence.element());
    return switch (evidence.type()) {
      case GARBAGE_READ -> read + ", but nothing ever wrote that.";
      case PREDICATE_READ_MISMATCH -> read + ", which does not match.";
      case PREDICATE_READ_MISS ->
          asked(who, first, key) + ", but every version of it that there may have been matches.";
      case G1A -> read + ", but " + other + ", which wrote it, failed.";
      case G1B ->
          read
              + ", but "
              + other
              + ", which wrote that, then "
              + wrote(refs.get(2), key)
              + ": "
              + who
              + " saw it half done.";
      case FUTURE_READ -> read + " before it wrote that itself.";
      case G_SINGLE_ITEM_PROCESS, G_SINGLE_ITEM_REALTIME, G_SINGLE_REALTIME ->
          who
              + " "
              + saw(first, evidence)
              + ", but whatever it may have seen so had been overwritten when "
              + other
              + " "
              + wrote(second, key)
              + (evidence.type() == AnomalyType.G_SINGLE_ITEM_PROCESS
                  ? ", earlier by the same process."
                  : ", before " + who + " was invoked.");
      case OVERLOOKED_WRITE ->
          who + " " + wrote(second, key) + ", but then " + saw(first, evidence) + ".";
      case INTERNAL ->
          who
              + " first "
              + saw(second, evidence)
              + " and then "
              + saw(first, evidence)
              + ", though it wrote nothing to it in between.";
      default -> "These operations cannot all have happened as they are told.";
    };
  }

  /** What a read of whichever kind saw of the key. */
  private String saw(MicroOpRef read, Evidence evidence) {
    String key = ValueText.of(evidence.key());
    Object value = isPredicate(read) ? shown(read, evidence.key()) : part(read, 2);
    return isPredicate(read) && value == null
        ? asked("", read, key).strip()
        : read(read, key, value);
  }

  private @Nullable Object shown(@Nullable MicroOpRef read, @Nullable Object key) {
    return valueOf(part(read, 2), key);
  }

  /** The value of a key in a map or a list of pairs. */
  private static @Nullable Object valueOf(@Nullable Object told, @Nullable Object key) {
    if (told instanceof Map<?, ?> map) {
      return map.get(key);
    }
    if (told instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (pair instanceof List<?> parts && parts.size() == 2 && parts.get(0).equals(key)) {
          return parts.get(1);
        }
      }
    }
    return null;
  }

  /** What a transaction did to some keys, with results where it has any. */
  List<Object> restricted(int invocation, List<Object> keys) {
    int completion = history.pair(invocation);
    boolean isOk = history.outcome(invocation) == EventType.OK;
    boolean isTold = isOk || (completion != History.NONE && history.value(invocation) == null);
    List<Object> left = new ArrayList<>();
    if (history.value(isTold ? completion : invocation) instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof List<?> parts && parts.size() > 1) {
          boolean isPredicate = parts.get(0) instanceof Keyword name && name.name().equals("rp");
          if (isPredicate) {
            left.add(Arrays.asList(parts.get(0), parts.get(1), restricted(parts.get(2), keys)));
          } else if (keys.contains(parts.get(1))) {
            left.add(parts);
          }
        }
      }
    }
    return left;
  }

  /** Such as {@code (1 at first)}, for a key that the init made. */
  String atFirst(Object key) {
    int first = 0;
    while (first < history.size() && !history.isClientInvocation(first)) {
      first++;
    }
    boolean isInit = first < history.size() && history.f(first).equals("init");
    Object value = isInit ? valueOf(history.value(history.pair(first)), key) : null;
    return value == null ? "" : " (" + ValueText.of(value) + " at first)";
  }

  private static @Nullable Object restricted(@Nullable Object shown, List<Object> keys) {
    if (shown instanceof Map<?, ?> map) {
      Map<Object, Object> left = new LinkedHashMap<>();
      keys.stream().filter(map::containsKey).forEach(key -> left.put(key, map.get(key)));
      return left;
    }
    return shown instanceof List<?> pairs
        ? pairs.stream()
            .filter(each -> each instanceof List<?> pair && keys.contains(pair.get(0)))
            .toList()
        : null;
  }

  private static String name(Map<Integer, String> names, MicroOpRef ref) {
    return names.getOrDefault(ref.transaction(), "a transaction");
  }

  private boolean isPredicate(@Nullable MicroOpRef ref) {
    return "rp".equals(name(ref));
  }

  private String predicate(@Nullable MicroOpRef ref) {
    return ValueText.of(part(ref, 1));
  }

  private @Nullable String name(@Nullable MicroOpRef ref) {
    Object told = part(ref, 0);
    return told instanceof Keyword keyword ? keyword.name() : null;
  }

  private @Nullable Object part(@Nullable MicroOpRef ref, int at) {
    return ref != null
            && history.value(ref.event()) instanceof List<?> mops
            && mops.get(ref.index()) instanceof List<?> parts
            && parts.size() > at
        ? parts.get(at)
        : null;
  }
}
