package dev.assay.checkers.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Evidence with something in it changed, left out, doubled or exchanged, or of another history. The
 * verifier has to say something about each, and must never believe what contradicts a verdict.
 */
public final class Forgeries {
  private static final int KEPT_MAX = 200;

  private final SplittableRandom random;
  private final int count;
  private final List<String> labels = new ArrayList<>();

  /** Evidence of histories before. */
  private final List<Certificate> kept = new ArrayList<>();

  /**
   * @param count how many to make of every verdict
   */
  public Forgeries(long seed, int count) {
    this.count = count;
    random = new SplittableRandom(seed);
    labels.addAll(
        List.of("list-append", "rw-register", "set-add", "counter-inc", "closed-predicate"));
    labels.addAll(List.of("register", "set", "bank", "wr", "ww", "rw", "wrp", "rwp", "process"));
    labels.addAll(List.of("realtime", "commit", "", "G1a", "internal", "garbage-read", "lost"));
    labels.addAll(List.of("overlapping-writers", "stale-at-commit-timestamp", "linearizable-keys"));
    labels.addAll(List.of("G0", "G1c", "G-single", "non-causal-read", "write-before-read"));
    labels.addAll(List.of("no-serial-order", "no-serial-order-process", "no-commit-order"));
    labels.addAll(ConsistencyModel.labels(EnumSet.allOf(ConsistencyModel.class)));
  }

  /**
   * Shows the verifier forgeries of a verdict's evidence, and of evidence for other histories.
   *
   * @param verdict a right one
   * @param isFinal whether an invalid one says that there is no evidence for the claim, so that
   *     nothing may pass for it
   */
  public void show(History history, Verdict verdict, CheckOptions options, boolean isFinal) {
    List<Certificate> own =
        switch (verdict) {
          case Verdict.Valid valid -> valid.certificates();
          case Verdict.Invalid invalid ->
              invalid.anomalies().stream().map(Anomaly::certificate).toList();
          case Verdict.Unknown unknown -> List.of();
        };
    for (int i = 0; i < count && !(own.isEmpty() && kept.isEmpty()); i++) {
      boolean isOwn = kept.isEmpty() || (!own.isEmpty() && random.nextInt(3) > 0);
      Certificate forged = one(isOwn ? own : kept);
      for (int changes = isOwn ? 1 : 0; changes >= 0 && forged != null; changes--) {
        forged = random.nextInt(4) == 0 && changes == 0 ? forged : changed(forged, history);
      }
      if (forged != null) {
        verify(history, verdict, forged, options, isFinal && verdict instanceof Verdict.Invalid);
      }
    }
    if (verdict instanceof Verdict.Invalid invalid) {
      rename(history, invalid, options);
    }
    for (Certificate certificate : own) {
      if (kept.size() < KEPT_MAX) {
        kept.add(certificate);
      } else {
        kept.set(random.nextInt(KEPT_MAX), certificate);
      }
    }
  }

  /** Evidence shows one anomaly, not another of a like name. */
  private void rename(History history, Verdict.Invalid invalid, CheckOptions options) {
    Anomaly right = one(invalid.anomalies());
    String name = one(labels);
    Anomaly wrong = new Anomaly(name, right.key(), right.certificate(), right.explanation());
    Verdict forged = new Verdict.Invalid(List.of(wrong), invalid.summary());
    assertEquals(
        name.equals(right.name()),
        CertificateVerifier.verify(history, forged, options).accepted(),
        () -> wrong + "\n" + text(history));
  }

  private static void verify(
      History history,
      Verdict verdict,
      Certificate forged,
      CheckOptions options,
      boolean isRefuted) {
    try {
      Verification alone = CertificateVerifier.verify(history, forged, options);
      assertFalse(alone.reason().isEmpty());
      boolean isOpposite =
          isRefuted
              && CertificateVerifier.verify(
                      history, new Verdict.Valid(List.of(forged), verdict.summary()), options)
                  .accepted();
      assertFalse(isOpposite, "what was refuted is proven");
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(forged + "\nof " + verdict + "\n" + text(history), e);
    }
  }

  private static String text(History history) {
    StringBuilder out = new StringBuilder();
    for (int event = 0; event < history.size(); event++) {
      out.append(event + ": process " + history.process(event) + " " + history.type(event))
          .append(" " + history.f(event) + " " + history.value(event) + "\n");
    }
    return out.toString();
  }

  private @Nullable Certificate changed(Certificate certificate, History history) {
    return (Certificate) changed((Object) certificate, certificate.getClass(), history);
  }

  /** Something else in the place of a value. */
  private @Nullable Object changed(@Nullable Object value, Class<?> type, History history) {
    if (value instanceof Record one && !(value instanceof Keyword)) {
      return type == Object.class || random.nextInt(12) > 0 || one instanceof Certificate
          ? changedPart(one, history)
          : null;
    }
    if (type == int.class || (type == Integer.class && value != null)) {
      int number = value instanceof Integer known ? known : 0;
      return switch (random.nextInt(6)) {
        case 0 -> -1;
        case 1 -> number + 1;
        case 2 -> number - 1;
        case 3 -> random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        default -> random.nextInt(history.size() + 2);
      };
    }
    if (type == String.class) {
      return random.nextInt(12) == 0 ? null : one(labels);
    }
    if (value instanceof List<?> list) {
      return random.nextInt(20) == 0 ? null : changed(list, history);
    }
    if (value instanceof Set<?> set) {
      return random.nextInt(20) == 0 ? null : new HashSet<>(changed(new ArrayList<>(set), history));
    }
    return type == Object.class
        ? plain()
        : value instanceof Long ? Long.valueOf(random.nextLong(5)) : null;
  }

  /** The same record with one part changed. */
  private @Nullable Object changedPart(Record record, History history) {
    try {
      RecordComponent[] parts = record.getClass().getRecordComponents();
      @Nullable Object[] values = new @Nullable Object[parts.length];
      Class<?>[] types = new Class<?>[parts.length];
      int at = random.nextInt(parts.length);
      for (int i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        values[i] = parts[i].getAccessor().invoke(record);
        values[i] = i == at ? changed(values[i], types[i], history) : values[i];
      }
      Constructor<? extends Record> constructor = record.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private List<@Nullable Object> changed(List<?> list, History history) {
    List<@Nullable Object> changed = new ArrayList<>(list);
    int at = list.isEmpty() ? 0 : random.nextInt(list.size());
    switch (list.isEmpty() ? 5 : random.nextInt(8)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(at, list.get(random.nextInt(list.size())));
      case 2 -> changed.set(at, list.get(random.nextInt(list.size())));
      case 3 -> changed.set(at, null);
      case 4 -> changed.clear();
      case 5 -> changed.add(null);
      default -> {
        Object old = list.get(at);
        changed.set(at, old == null ? null : changed(old, old.getClass(), history));
      }
    }
    long types = changed.stream().filter(Objects::nonNull).map(Object::getClass).distinct().count();
    boolean areAlike = types <= 1;
    return areAlike ? changed : new ArrayList<>(list);
  }

  private @Nullable Object plain() {
    return one(
        Arrays.asList(
            null, 0L, 1L, -7L, 1.5, true, "x", new Keyword("x"), List.of(), List.of(1L), Set.of()));
  }

  private <T extends @Nullable Object> T one(Collection<T> some) {
    return new ArrayList<>(some).get(random.nextInt(some.size()));
  }
}
