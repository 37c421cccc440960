package dev.assay.checkers.isolation.timestamps;

import dev.assay.checkers.Budget;
import dev.assay.checkers.OnlineCheck;
import dev.assay.checkers.isolation.ConsistencyModel;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps of a history that grows, for models that keep real time. Whoever is under way began
 * when others had completed, so it takes effect after those: what took effect before all of them is
 * settled. Each judgement replays what is not settled, on top of what the keys held before, and
 * then forgets what is ({@link Settled}). So it keeps about as many transactions as run at a time,
 * those of unknown outcome that nobody saw, and the last value of every key.
 *
 * <p>It judges when there are half as many new events as it keeps: in all linear. What it says is
 * what the replay of the whole would say, but for the name where a version that was read is
 * forgotten. It says less where a version of a key had no known place, because its writer is of
 * unknown outcome or shares its timestamp: reads of that key are left open once that is settled.
 */
final class OnlineTimestamps implements OnlineCheck {
  private static final int EVENTS_MIN = 200;

  private final String workload;
  private final ConsistencyModel claim;
  private final int eventsMin;
  private final Map<Integer, OpenTransaction> open = new HashMap<>();
  private final SettledKeys settled;
  private List<Kept> kept = new ArrayList<>();
  private int fresh;
  private @Nullable String violation;
  private @Nullable String givenUp;

  /** A transaction that is not settled, or failed lately. */
  private static final class OpenTransaction {
    private @Nullable EventType outcome;

    /** Others were settled since, so that what it tells of its timestamps may be before them. */
    private boolean isLate;
  }

  private record Kept(
      OpenTransaction transaction,
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      Map<String, @Nullable Object> extra) {}

  OnlineTimestamps(String workload, ConsistencyModel claim) {
    this(workload, claim, EVENTS_MIN);
  }

  /**
   * @param eventsMin how many new events there must be for a judgement; with 0 each is judged
   */
  OnlineTimestamps(String workload, ConsistencyModel claim, int eventsMin) {
    this.workload = workload;
    this.claim = claim;
    this.eventsMin = eventsMin;
    settled = new SettledKeys(workload);
  }

  @Override
  public void add(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      long timeNanos,
      Map<String, @Nullable Object> extra) {
    if (givenUp != null || violation != null) {
      return;
    }
    OpenTransaction transaction;
    if (type == EventType.INVOKE) {
      transaction = new OpenTransaction();
      open.put(process, transaction);
    } else {
      transaction = open.remove(process);
      if (transaction == null) {
        throw new IllegalArgumentException(
            "process " + process + " completes what it did not begin");
      }
      transaction.outcome = type;
    }
    kept.add(new Kept(transaction, type, process, f, key, value, extra));
    settled.learnShape(extra);
    fresh++;
  }

  @Override
  public @Nullable String violation(Budget budget) {
    boolean isDue = fresh > 0 && (eventsMin == 0 || fresh >= Math.max(eventsMin, kept.size() / 2));
    if (violation != null || givenUp != null || !isDue) {
      return violation;
    }
    fresh = 0;
    try {
      judge(budget);
    } catch (UnfitHistoryException unfit) {
      givenUp = "timestamps are not judged any more while the history grows: " + unfit.getMessage();
      kept = new ArrayList<>();
    }
    return violation;
  }

  private void judge(Budget budget) {
    History.Builder builder = History.builder();
    Set<@Nullable Object> keys = new HashSet<>();
    kept.forEach(each -> SettledKeys.collect(each.value, keys));
    settled.write(keys, builder);
    int before = builder.size();
    for (Kept each : kept) {
      boolean isUntimely = each.transaction.isLate && each.transaction.outcome == EventType.INFO;
      builder.add(
          each.type,
          each.process,
          each.f,
          each.key,
          each.value,
          History.NO_TIME,
          builder.size(),
          isUntimely ? Map.of() : each.extra);
    }
    Transactions transactions = Transactions.of(builder.build());
    Replayed replayed = Replayed.of(transactions, workload, claim, settled.tainted(), budget);
    if (!replayed.found().findings().counts().isEmpty()) {
      violation = replayed.found().findings().evidence().getFirst().type().label();
    } else if (replayed.isDone()) {
      forget(new Settled(transactions, replayed), transactions, before);
    }
  }

  private void forget(Settled part, Transactions transactions, int before) {
    settled.take(part);
    Set<OpenTransaction> gone = new HashSet<>();
    for (int txn = 0; txn < transactions.size(); txn++) {
      int at = transactions.invocation(txn) - before;
      if (at >= 0 && (part.isSettled(txn) || transactions.isFailed(txn))) {
        gone.add(kept.get(at).transaction);
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    List<Kept> rest = new ArrayList<>();
    for (Kept each : kept) {
      if (!gone.contains(each.transaction)) {
        each.transaction.isLate |= each.transaction.outcome != EventType.OK;
        rest.add(each);
      }
    }
    kept = rest;
  }

  @Override
  public @Nullable String givenUp() {
    return givenUp;
  }

  /** How many events are kept: for tests of the bound. */
  int kept() {
    return kept.size();
  }
}
