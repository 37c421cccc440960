package dev.assay.checkers.linearizability;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckSummary;
import dev.assay.checkers.Verdict;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One check of one history: hands its objects to the judges and puts their findings together. */
final class ObjectsRun {
  private static final int EVENTS_WORTH_THREADS = 4_000;

  private final long beginNanos = System.nanoTime();
  private final ObjectSplit split;
  private final int[] bySize;
  private final Limit.Stop stop = new Limit.Stop();
  private final AtomicReferenceArray<@Nullable Judgement> judgements;
  private final AtomicInteger nextRank = new AtomicInteger();
  private final List<ObjectJudge> judges = new ArrayList<>();

  ObjectsRun(History history, Model model, Engine.Strategy strategy, int threads, Budget budget) {
    split = ObjectSplit.of(history);
    bySize =
        IntStream.range(0, split.objects())
            .boxed()
            .sorted(Comparator.comparingInt(object -> -split.positions(object)))
            .mapToInt(Integer::intValue)
            .toArray();
    judgements = new AtomicReferenceArray<>(bySize.length);
    int workers =
        history.size() < EVENTS_WORTH_THREADS ? 1 : Math.max(1, Math.min(threads, bySize.length));
    Budget share = new Budget(budget.deadlineNanos(), budget.memoryBytesMax() / workers);
    for (int i = 0; i < workers; i++) {
      judges.add(new ObjectJudge(history, split, model, strategy, share, stop));
    }
  }

  Verdict verdict() {
    if (judges.size() == 1) {
      work(judges.get(0));
      return merge();
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(judges.size())) {
      List<Future<?>> workers = new ArrayList<>();
      for (ObjectJudge judge : judges) {
        workers.add(pool.submit(() -> work(judge)));
      }
      return join(workers);
    }
  }

  private Verdict join(List<Future<?>> workers) {
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
      return merge();
    } catch (InterruptedException interrupted) {
      stop.stop();
      Thread.currentThread().interrupt();
      return new Verdict.Unknown("the check was interrupted", summary());
    } catch (ExecutionException failure) {
      stop.stop();
      throw new IllegalStateException("the check itself failed", failure.getCause());
    }
  }

  private void work(ObjectJudge judge) {
    for (int rank = nextRank.getAndIncrement();
        rank < bySize.length && !stop.isStopped();
        rank = nextRank.getAndIncrement()) {
      Judgement judgement = judge.judge(bySize[rank]);
      judgements.set(rank, judgement);
      if (judgement instanceof Judgement.Wrong) {
        stop.stop();
      }
    }
  }

  private Verdict merge() {
    List<Certificate> certificates = new ArrayList<>();
    List<Anomaly> anomalies = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (int rank = 0; rank < bySize.length; rank++) {
      switch (judgements.get(rank)) {
        case Judgement.Explained explained -> certificates.add(explained.certificate());
        case Judgement.Wrong wrong -> anomalies.add(wrong.anomaly());
        case Judgement.Open undecided -> open.add(undecided.reason());
        case null -> {}
      }
    }
    if (!anomalies.isEmpty()) {
      return new Verdict.Invalid(List.copyOf(anomalies), summary());
    }
    if (open.isEmpty()) {
      return new Verdict.Valid(List.copyOf(certificates), summary());
    }
    String more = open.size() == 1 ? "" : " (and " + (open.size() - 1) + " more objects)";
    return new Verdict.Unknown(open.get(0) + more, summary());
  }

  private CheckSummary summary() {
    int operations = judges.stream().mapToInt(ObjectJudge::operations).sum();
    int monitored = judges.stream().mapToInt(ObjectJudge::monitored).sum();
    int searched = judges.stream().mapToInt(ObjectJudge::searched).sum();
    String algorithm =
        searched == 0 && monitored > 0
            ? "monitor"
            : monitored == 0 ? "search" : "monitor and search (" + searched + " objects)";
    return new CheckSummary(
        "linearizable", algorithm, operations, bySize.length, System.nanoTime() - beginNanos);
  }
}
