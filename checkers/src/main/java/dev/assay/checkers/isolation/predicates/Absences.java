package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.AnomalyType;
import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Evidence;
import dev.assay.checkers.isolation.Findings;
import dev.assay.checkers.isolation.Transactions;
import dev.assay.checkers.isolation.UnfitHistoryException;
import java.util.Arrays;
import java.util.List;

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

  /** Of how many versions a key may have for all to be looked at by a single read. */
  private static final int LOOKED_MAX = 1_000;

  /** How many places all rows may have together. */
  private static final long PLACES_MAX = 20_000_000;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
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

  /** What a key that is missing tells. */
  static final class Span {
    /** How many versions match, and how many do not. */
    int matching;

    int missing;

    /** The version that all that do not match came after, or are; {@link #NONE} if not known. */
    int first = NONE;

    /** The version that came after all that do not match, or is one; {@link #NONE} if unknown. */
    int last = NONE;

    /** Whether nothing that matches may have come between the two. */
    boolean isExact;

    boolean tells() {
      return matching > 0 && missing > 0;
    }
  }

  Absences(Columns columns, Versions versions, Findings findings) {
    this.columns = columns;
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

  /**
   * The only version that a transaction may have seen of a key, by a predicate read before it wrote
   * it for the first time; or a negative number.
   */
  int before(int txn, int write) {
    int key = columns.key(write);
    for (int m = transactions.start(txn); m < write; m++) {
      if (columns.kind(m) == Columns.PREDICATE_READ && !columns.shows(m, key)) {
        int only = onlyMissing(columns.predicate(m), key, txn);
        if (only >= 0) {
          return only;
        }
      }
    }
    return NONE;
  }

  /** The only version that does not match and is not the reader's own; or a negative number. */
  private int onlyMissing(int predicate, int key, int reader) {
    int found = columns.matches(predicate, versions.value(key)) ? NONE : key;
    for (int at = versions.startOf(key); at < versions.endOf(key); at++) {
      int version = versions.at(at);
      if (isEvery(predicate) && versions.value(version) != Columns.ABSENT) {
        break; // deletes came first
      }
      if (versions.txn(version) != reader && !columns.matches(predicate, versions.value(version))) {
        if (found != NONE) {
          return Versions.SEVERAL;
        }
        found = version;
      }
    }
    return found;
  }

  private boolean isEvery(int predicate) {
    return columns.predicates().get(predicate) instanceof Predicate.Every;
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
        || onlyMissing(predicate, key, NONE) != version) {
      return false;
    }
    for (int at = readerStart[predicate]; at < readerStart[predicate + 1]; at++) {
      if (versions.by(readerTxn[at], key) == NONE && !columns.shows(readerMop[at], key)) {
        return true;
      }
    }
    return false;
  }

  /** What it tells that a predicate read of a transaction does not show a key. */
  Span span(int predicate, int key, int reader) {
    Span span = new Span();
    boolean isGrown = true;
    int end = versions.endOf(key);
    for (int at = versions.startOf(key) - 1; at < end; at++) {
      int version = at < versions.startOf(key) ? key : versions.at(at);
      if (reader != NONE && versions.txn(version) == reader) {
        continue;
      }
      if (columns.matches(predicate, versions.value(version))) {
        span.matching++;
        continue;
      }
      span.missing++;
      isGrown &= versions.isGrown(version);
      boolean isNew = span.first == NONE;
      if (isNew || versions.depth(version) < versions.depth(span.first)) {
        span.first = version;
      }
      if (isNew || versions.depth(version) > versions.depth(span.last)) {
        span.last = version;
      }
    }
    boolean isFirst = isGrown;
    boolean isLast = isGrown;
    for (int at = versions.startOf(key) - 1; at < end && (isFirst || isLast); at++) {
      int version = at < versions.startOf(key) ? key : versions.at(at);
      boolean isMissing =
          (reader == NONE || versions.txn(version) != reader)
              && !columns.matches(predicate, versions.value(version));
      isFirst &= !isMissing || versions.isFirst(span.first, version);
      isLast &= !isMissing || versions.isFirst(version, span.last);
    }
    span.isExact =
        isFirst
            && isLast
            && span.missing > 0
            && versions.depth(span.last) - versions.depth(span.first) == span.missing - 1;
    span.first = isFirst ? span.first : NONE;
    span.last = isLast ? span.last : NONE;
    return span;
  }

  /** Adds all edges, and reports what should have been shown. To be called once. */
  void write(Successors successors, DependencyGraph.Builder graph) {
    int[][] keysOfValue = keysOfAsked();
    int[] all = new int[columns.keys()];
    Arrays.setAll(all, key -> key);
    for (int p = 0; p + 1 < readerStart.length; p++) {
      if (readerStart[p] < readerStart[p + 1]) {
        int asked = columns.asked(p);
        write(p, asked == NONE ? all : keysOfValue[asked], successors, graph);
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
      int predicate, int[] keys, Successors successors, DependencyGraph.Builder graph) {
    int[] before = new int[keys.length];
    int[] after = new int[keys.length];
    int befores = 0;
    int afters = 0;
    int always = 0;
    int open = 0;
    for (int key : keys) {
      Span span = span(predicate, key, NONE);
      isAlways[key] = span.missing == 0;
      always += isAlways[key] ? 1 : 0;
      if (!span.tells()) {
        continue;
      }
      isOpen[key] = !span.isExact;
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
      addOwn(readerTxn[at], readerMop[at], successors, graph);
    }
    for (int key : keys) {
      placeBefore[key] = NONE;
      placeAfter[key] = NONE;
      isAlways[key] = false;
      isOpen[key] = false;
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
    for (int w = versions.writeStart(txn); w < versions.writeStart(txn + 1); w++) {
      int key = versions.key(w);
      if (isFirstOfKey(txn, w) && versions.mop(w) > read && !columns.shows(read, key)) {
        addOwn(txn, read, key, successors, graph);
      }
    }
  }

  private boolean isFirstOfKey(int txn, int write) {
    for (int w = versions.writeStart(txn); w < write; w++) {
      if (versions.key(w) == versions.key(write)) {
        return false;
      }
    }
    return true;
  }

  private void addOwn(
      int txn, int read, int key, Successors successors, DependencyGraph.Builder graph) {
    if (versions.endOf(key) - versions.startOf(key) > LOOKED_MAX) {
      ambiguousKey = key;
      return;
    }
    Span span = span(columns.predicate(read), key, txn);
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
