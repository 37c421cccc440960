package dev.assay.checkers.isolation.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Transactions of a store that executes them one after the other, or on snapshots, as problems:
 * blind writes, reads of keys that were not written by the transaction itself, sessions in order.
 */
final class SimulatedStore {
  /** What to simulate; zipf 0 draws keys uniformly; lag is how old snapshots may be. */
  record Shape(int transactions, int sessions, int operations, int keys, double zipf, int lag) {}

  final Shape shape;
  final int[] session;
  final int[] place;
  final int[] sessionSize;
  private final List<Map<Integer, Integer>> reads = new ArrayList<>();
  private final List<List<Integer>> writes = new ArrayList<>();

  SimulatedStore(Shape shape, long seed) {
    this.shape = shape;
    SplittableRandom random = new SplittableRandom(seed);
    Zipf zipf = new Zipf(shape.keys(), shape.zipf());
    session = new int[shape.transactions()];
    place = new int[shape.transactions()];
    sessionSize = new int[shape.sessions()];
    Map<Integer, List<int[]>> versions = new HashMap<>();
    for (int txn = 0; txn < shape.transactions(); txn++) {
      session[txn] = random.nextInt(shape.sessions());
      place[txn] = sessionSize[session[txn]]++;
      run(txn, random, zipf, versions);
    }
  }

  /** Under a lag, a snapshot as old as no conflict of its writes forbids. */
  private void run(
      int txn, SplittableRandom random, Zipf zipf, Map<Integer, List<int[]>> versions) {
    int snapshot = txn - 1;
    Map<Integer, Integer> read = new HashMap<>();
    List<Integer> written = new ArrayList<>();
    List<Integer> toRead = new ArrayList<>();
    for (int op = 0; op < shape.operations(); op++) {
      int key = zipf.next(random);
      if (random.nextBoolean()) {
        if (!written.contains(key) && !toRead.contains(key)) {
          toRead.add(key);
        }
      } else if (!written.contains(key)) {
        written.add(key);
      }
    }
    if (shape.lag() > 0) {
      int oldest = Math.max(-1, snapshot - random.nextInt(shape.lag()));
      for (int key : written) {
        List<int[]> of = versions.getOrDefault(key, List.of());
        oldest = of.isEmpty() ? oldest : Math.max(oldest, of.get(of.size() - 1)[0]);
      }
      for (int before = txn - 1; before > oldest; before--) {
        oldest = session[before] == session[txn] ? before : oldest;
      }
      snapshot = oldest;
    }
    for (int key : toRead) {
      List<int[]> of = versions.getOrDefault(key, List.of());
      int at = of.size() - 1;
      while (at >= 0 && of.get(at)[0] > snapshot) {
        at--;
      }
      read.put(key, at < 0 ? -1 : of.get(at)[0]);
    }
    for (int key : written) {
      versions.computeIfAbsent(key, k -> new ArrayList<>()).add(new int[] {txn});
    }
    reads.add(read);
    writes.add(written);
  }

  Polygraph problem(boolean isSplit) {
    Polygraph.Builder b = Polygraph.builder(shape.transactions(), isSplit);
    int[] last = new int[shape.sessions()];
    Arrays.fill(last, -1);
    List<Map<Integer, List<Integer>>> readersOf = new ArrayList<>();
    for (int key = 0; key < shape.keys(); key++) {
      readersOf.add(new TreeMap<>());
    }
    for (int txn = 0; txn < shape.transactions(); txn++) {
      if (last[session[txn]] >= 0) {
        b.precedes(last[session[txn]], txn);
      }
      last[session[txn]] = txn;
      for (int key : writes.get(txn)) {
        readersOf.get(key).computeIfAbsent(txn, k -> new ArrayList<>());
      }
      for (Map.Entry<Integer, Integer> read : reads.get(txn).entrySet()) {
        readersOf
            .get(read.getKey())
            .computeIfAbsent(read.getValue(), k -> new ArrayList<>())
            .add(txn);
      }
    }
    for (Map<Integer, List<Integer>> versions : readersOf) {
      b.key();
      versions.forEach(
          (writer, readers) -> {
            if (writer >= 0) {
              b.version(writer);
              readers.forEach(b::read);
            } else {
              addInitial(b, isSplit, readers, versions);
            }
          });
    }
    return b.build();
  }

  private static void addInitial(
      Polygraph.Builder b,
      boolean isSplit,
      List<Integer> readers,
      Map<Integer, List<Integer>> versions) {
    int gate = b.addNode();
    for (int reader : readers) {
      if (isSplit || !versions.containsKey(reader)) {
        b.edge(b.begin(reader), gate);
      } else {
        versions.keySet().stream().filter(w -> w >= 0).forEach(w -> b.edge(reader, w));
      }
    }
    versions.keySet().stream().filter(w -> w >= 0).forEach(w -> b.edge(gate, b.commit(w)));
  }

  /** How far each transaction is in its session, as ranks of all nodes. */
  long[] ranks(Polygraph problem) {
    long[] ranks = new long[problem.nodes()];
    for (int node = 0; node < ranks.length; node++) {
      int txn = problem.transactionOf(node);
      ranks[node] = txn < 0 ? 0 : (long) ((place[txn] + 0.5) / sessionSize[session[txn]] * 1e12);
    }
    return ranks;
  }

  /** Keys by their popularity. */
  static final class Zipf {
    private final double[] below;
    private final int keys;

    Zipf(int keys, double exponent) {
      this.keys = keys;
      below = new double[exponent == 0 ? 0 : keys];
      double sum = 0;
      for (int i = 0; i < below.length; i++) {
        sum += 1 / Math.pow(i + 1, exponent);
        below[i] = sum;
      }
    }

    int next(SplittableRandom random) {
      if (below.length == 0) {
        return random.nextInt(keys);
      }
      int at = Arrays.binarySearch(below, random.nextDouble() * below[keys - 1]);
      return Math.min(keys - 1, at < 0 ? ~at : at);
    }
  }
}
