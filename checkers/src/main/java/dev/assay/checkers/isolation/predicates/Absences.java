package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What predicate reads tell by what they do not show. Of a key that is missing they saw a version
 * that does not match; where all of those that do not match came after some version, so did the
 * read, and where a version that matches came after all of them, it came after the read (Adya, Weak
 * Consistency, 1999, section 4.3: who changed the matches lies between, and leads on by versions).
 *
 * <p>The keys that a predicate tells something of stand in a row, of which each read concerns all
 * but a few: {@link Ranges}. O(sum over predicates of the versions that may match + (what reads
 * show + what their transactions write) log keys); of a predicate of equality only the keys that
 * ever had its value may match.
 */
final class Absences {
  private static final int NONE = -1;

  /** At how many keys that are missing predicate reads are looked, whether they are stale. */
  private static final long STALE_LOOKED_MAX = 10_000_000;

  /** How many places all rows may have together. */
  private static final long PLACES_MAX = 20_000_000;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Unshown unshown;
  private final Findings findings;

  /** Predicate reads of those that completed, by predicate. */
  private final int[] readerStart;

  private final int[] readerTxn;
  private final int[] readerMop;

  /** By key, of the predicate that is looked at: its place in a row, and what it is. */
  private final int[] placeBefore;

  private final int[] placeAfter;
  private final boolean[] isAlways;
  private final boolean[] isOpen;

  /** By key: the read that left it out last. */
  private final int[] leftOutBy;

  private int look;
  private int ambiguousKey = NONE;
  private boolean hasMisses;
  private long places;
  private long looked;

  Absences(Columns columns, Versions versions, Unshown unshown, Findings findings) {
    this.columns = columns;
    this.unshown = unshown;
    this.versions = versions;
    this.findings = findings;
    transactions = columns.transactions();
    int predicates = columns.predicates().size();
    readerStart = new int[predicates + 1];
    eachReader((txn, mop) -> readerStart[columns.predicate(mop) + 1]++);
    for (int p = 0; p < predicates; p++) {
      readerStart[p + 1] += readerStart[p];
    }
    readerTxn = new int[readerStart[predicates]];
    readerMop = new int[readerStart[predicates]];
    int[] next = Arrays.copyOf(readerStart, predicates);
    eachReader(
        (txn, mop) -> {
          int at = next[columns.predicate(mop)]++;
          readerTxn[at] = txn;
          readerMop[at] = mop;
        });
    placeBefore = new int[columns.keys()];
    placeAfter = new int[columns.keys()];
    Arrays.fill(placeBefore, NONE);
    Arrays.fill(placeAfter, NONE);
    isAlways = new boolean[columns.keys()];
    isOpen = new boolean[columns.keys()];
    leftOutBy = new int[columns.keys()];
  }

  private interface Reader {
    void at(int txn, int mop);
  }

  private void eachReader(Reader reader) {
    for (int txn = 0; txn < transactions.size(); txn++) {
      for (int m = transactions.start(txn); isTelling(txn) && m < transactions.end(txn); m++) {
        if (columns.kind(m) == Columns.PREDICATE_READ) {
          reader.at(txn, m);
        }
      }
    }
  }

  private boolean isTelling(int txn) {
    return transactions.isOk(txn) && txn != columns.init();
  }

  /** Finds those of unknown outcome whom a predicate read must have seen by what is missing. */
  void findCommitted(boolean[] committed) {
    for (int version = columns.keys(); version < versions.size(); version++) {
      if (versions.isVersion(version) && !committed[versions.txn(version)]) {
        for (int p = 0; p + 1 < readerStart.length && !committed[versions.txn(version)]; p++) {
          committed[versions.txn(version)] = isSeenBy(p, version);
        }
      }
    }
  }

  private boolean isSeenBy(int predicate, int version) {
    int key = versions.key(version);
    if (columns.matches(predicate, versions.value(version))
        || unshown.only(predicate, key, NONE) != version) {
      return false;
    }
    for (int at = readerStart[predicate]; at < readerStart[predicate + 1]; at++) {
      if (versions.by(readerTxn[at], key) == NONE && !columns.shows(readerMop[at], key)) {
        return true;
      }
    }
    return false;
  }

  /** Adds all edges, and reports what should have been shown. To be called once. */
  void write(Successors successors, StaleReads stale, DependencyGraph.Builder graph) {
    int[][] keysOfValue = keysOfAsked();
    int[] all = new int[columns.keys()];
    Arrays.setAll(all, key -> key);
    for (int p = 0; p + 1 < readerStart.length; p++) {
      if (readerStart[p] < readerStart[p + 1]) {
        int asked = columns.asked(p);
        write(p, asked == NONE ? all : keysOfValue[asked], successors, stale, graph);
      }
    }
  }

  /** By value that some predicate of equality asks for: the keys that may have had it. */
  private int[][] keysOfAsked() {
    int[][] keys = new int[columns.values()][];
    int[] count = new int[columns.values()];
    for (int p = 0; p + 1 < readerStart.length; p++) {
      if (columns.asked(p) != NONE) {
        keys[columns.asked(p)] = new int[4];
      }
    }
    for (int version = 0; version < versions.size(); version++) {
      int value = versions.value(version);
      int[] known = keys[value];
      if (known == null || !versions.isVersion(version)) {
        continue;
      }
      if (count[value] == known.length) {
        known = Arrays.copyOf(known, 2 * known.length);
        keys[value] = known;
      }
      known[count[value]++] = versions.key(version);
    }
    for (int value = 0; value < keys.length; value++) {
      if (keys[value] != null) {
        keys[value] = Arrays.stream(keys[value], 0, count[value]).sorted().distinct().toArray();
      }
    }
    return keys;
  }

  private void write(
      int predicate,
      int[] keys,
      Successors successors,
      StaleReads stale,
      DependencyGraph.Builder graph) {
    int[] before = new int[keys.length];
    int[] after = new int[keys.length];
    int befores = 0;
    int afters = 0;
    int always = 0;
    int open = 0;
    List<Open> openKeys = new ArrayList<>();
    for (int key : keys) {
      Unshown.Span span = unshown.span(predicate, key, NONE);
      isAlways[key] = span.missing == 0;
      always += isAlways[key] ? 1 : 0;
      if (!span.tells()) {
        continue;
      }
      isOpen[key] = !span.isExact;
      if (isOpen[key] || !stale.isOrdered(key)) {
        openKeys.add(open(predicate, key, stale));
      }
      open += isOpen[key] ? 1 : 0;
      if (span.first != NONE && !versions.isRoot(span.first)) {
        placeBefore[key] = befores;
        before[befores++] = versions.txn(span.first);
      }
      if (span.last != NONE && versions.childStart(span.last) < versions.childEnd(span.last)) {
        placeAfter[key] = afters;
        after[afters++] = successors.node(span.last);
      }
    }
    places += befores + afters;
    if (places > PLACES_MAX) {
      throw new UnfitHistoryException(
          "too many keys may match too many predicates: more than " + PLACES_MAX + " pairs");
    }
    Ranges wrote = new Ranges(graph, Arrays.copyOf(before, befores), Edge.WRP, false);
    Ranges overwrites = new Ranges(graph, Arrays.copyOf(after, afters), Edge.RWP, true);
    for (int at = readerStart[predicate]; at < readerStart[predicate + 1]; at++) {
      int[] leftOut = leftOut(readerTxn[at], readerMop[at]);
      link(readerTxn[at], leftOut, placeBefore, befores, wrote);
      link(readerTxn[at], leftOut, placeAfter, afters, overwrites);
      if (count(leftOut, isAlways) < always) {
        reportMiss(readerTxn[at], readerMop[at], keys);
      }
      if (count(leftOut, isOpen) < open) {
        ambiguousKey = some(keys, isOpen);
      }
      lookAtStale(readerTxn[at], readerMop[at], openKeys, stale);
      addOwn(readerTxn[at], readerMop[at], successors, graph);
    }
    for (int key : keys) {
      placeBefore[key] = NONE;
      placeAfter[key] = NONE;
      isAlways[key] = false;
      isOpen[key] = false;
    }
  }

  /** A key of which reads before writes do not tell all. */
  private static final class Open {
    final int key;

    /** When those of its versions that do not match were invoked, ascending. */
    final int[] invoked;

    /** By place, when the last of those up to there completed. */
    final int[] lastCompletion;

    Open(int key, int[] invoked, int[] lastCompletion) {
      this.key = key;
      this.invoked = invoked;
      this.lastCompletion = lastCompletion;
    }
  }

  private Open open(int predicate, int key, StaleReads stale) {
    int[] unmatching =
        IntStream.concat(
                IntStream.of(key),
                Arrays.stream(versions.all(), versions.startOf(key), versions.endOf(key)))
            .filter(version -> !columns.matches(predicate, versions.value(version)))
            .sorted() // as invoked, the root first
            .toArray();
    int[] completions = Arrays.stream(unmatching).map(stale::completion).toArray();
    for (int i = 1; i < completions.length; i++) {
      completions[i] = Math.max(completions[i], completions[i - 1]);
    }
    return new Open(key, Arrays.stream(unmatching).map(stale::invocation).toArray(), completions);
  }

  private void lookAtStale(int txn, int read, List<Open> openKeys, StaleReads stale) {
    for (Open open : openKeys) {
      if (leftOutBy[open.key] != look && looked++ < STALE_LOOKED_MAX) {
        stale.lookAtAbsence(txn, read, open.key, open.invoked, open.lastCompletion);
      }
    }
  }

  /** The keys that a read shows or its transaction writes, each once. */
  private int[] leftOut(int txn, int read) {
    look++;
    int shown = columns.shownEnd(read) - columns.shownStart(read);
    int[] keys = new int[shown + versions.writeStart(txn + 1) - versions.writeStart(txn)];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      int key =
          i < shown
              ? columns.shownKey(columns.shownStart(read) + i)
              : versions.key(versions.writeStart(txn) + i - shown);
      if (leftOutBy[key] != look) {
        leftOutBy[key] = look;
        keys[count++] = key;
      }
    }
    return Arrays.copyOf(keys, count);
  }

  private static int count(int[] keys, boolean[] isOne) {
    int count = 0;
    for (int key : keys) {
      count += isOne[key] ? 1 : 0;
    }
    return count;
  }

  private int some(int[] keys, boolean[] isOne) {
    for (int key : keys) {
      if (isOne[key] && leftOutBy[key] != look) {
        return key;
      }
    }
    throw new IllegalStateException("there is none");
  }

  /** Edges with all of a row but those that are left out. */
  private static void link(int txn, int[] leftOut, int[] placeOf, int count, Ranges ranges) {
    if (count == 0) {
      return;
    }
    int[] holes = new int[leftOut.length];
    int size = 0;
    for (int key : leftOut) {
      if (placeOf[key] != NONE) {
        holes[size++] = placeOf[key];
      }
    }
    Arrays.sort(holes, 0, size);
    int from = 0;
    for (int i = 0; i < size; i++) {
      ranges.link(txn, from, holes[i]);
      from = holes[i] + 1;
    }
    ranges.link(txn, from, count);
  }

  private void reportMiss(int txn, int read, int[] keys) {
    hasMisses = true;
    if (findings.count(AnomalyType.PREDICATE_READ_MISS)) {
      keepMiss(txn, read, some(keys, isAlways));
    }
  }

  private void keepMiss(int txn, int read, int key) {
    findings.keep(
        new Evidence(
            AnomalyType.PREDICATE_READ_MISS,
            columns.keyValue(key),
            null,
            List.of(transactions.ref(txn, read))));
  }

  /** What tells a key that is missing and that the transaction writes, though only later. */
  private void addOwn(int txn, int read, Successors successors, DependencyGraph.Builder graph) {
    look++;
    for (int at = columns.shownStart(read); at < columns.shownEnd(read); at++) {
      leftOutBy[columns.shownKey(at)] = look;
    }
    for (int w = versions.writeStart(txn); w < versions.writeStart(txn + 1); w++) {
      int key = versions.key(w);
      if (leftOutBy[key] != look && versions.mop(w) > read) {
        addOwn(txn, read, key, successors, graph);
      }
      leftOutBy[key] = look;
    }
  }

  private void addOwn(
      int txn, int read, int key, Successors successors, DependencyGraph.Builder graph) {
    if (versions.endOf(key) - versions.startOf(key) > Unshown.LOOKED_MAX) {
      ambiguousKey = key;
      return;
    }
    Unshown.Span span = unshown.span(columns.predicate(read), key, txn);
    if (span.missing == 0) {
      hasMisses = true;
      if (findings.count(AnomalyType.PREDICATE_READ_MISS)) {
        keepMiss(txn, read, key);
      }
    }
    if (!span.tells()) {
      return;
    }
    if (!span.isExact) {
      ambiguousKey = key;
    }
    if (span.first != NONE && !versions.isRoot(span.first)) {
      graph.add(versions.txn(span.first), txn, Edge.WRP);
    }
    if (span.last != NONE) {
      successors.link(txn, span.last, Edge.RWP);
    }
  }

  /** A key of which it is not known which version some predicate read saw, or {@link #NONE}. */
  int ambiguousKey() {
    return ambiguousKey;
  }

  /** Whether some predicate read does not show what all versions of a key would show. */
  boolean hasMisses() {
    return hasMisses;
  }
}
