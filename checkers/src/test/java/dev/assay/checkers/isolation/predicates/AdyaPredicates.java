package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.isolation.predicates.TinyPredicates.Asked;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Mop;
import dev.assay.checkers.isolation.predicates.TinyPredicates.Txn;
import dev.assay.histories.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adya's levels with predicates as they are defined (Weak Consistency, 1999, chapter 4), tried by
 * force: is there a choice of those whose outcome is unknown, an order of the versions of every
 * key, and a version of every key for every read, under which the serialization graph has none of
 * the cycles that the level forbids?
 *
 * <p>What predicate reads show is read key by key, too. The init made the first versions of its
 * keys, before all other transactions; a read that finds nothing of them found what was there
 * before only if nobody can have deleted them. What that is at read committed is open.
 */
final class AdyaPredicates {
  /** The levels that are tried. */
  enum Level {
    PL_2,
    PL_2_PROCESS,
    PL_2_REALTIME,
    PL_2_PLUS,
    PL_2_99,
    PL_SI,
    PL_3
  }

  private static final int WW = 1;
  private static final int RW = 2;
  private static final int RWP = 4;
  private static final int PROCESS = 8;
  private static final int REALTIME = 16;
  private static final long CHOICES_MAX = 30_000;

  private final List<Txn> all;
  private final Set<Long> keys = new TreeSet<>();
  private long choices;
  private final Set<Level> holding = EnumSet.noneOf(Level.class);
  private boolean isBeforeInitSeen;

  /** By pair of transactions: the kinds of edges; fixed for the choice that is tried. */
  private int[][] edges = new int[0][0];

  /** A version: who made it, -1 for nobody, and its value. */
  private record Version(int writer, @Nullable Long value) {}

  /** A read whose version is to be chosen; of a predicate read that does not show the key. */
  private record Choice(int reader, long key, @Nullable Asked asked, List<Version> options) {}

  AdyaPredicates(TinyPredicates history) {
    all = history.transactions();
    for (Txn txn : all) {
      for (Mop mop : txn.mops) {
        keys.addAll(mop.shown().keySet());
        if (!mop.isPredicate()) {
          keys.add(mop.key());
        }
      }
    }
  }

  /** The levels that hold, or null where there are too many choices. */
  @Nullable Set<Level> holding() {
    List<Integer> unknown = new ArrayList<>();
    for (int t = 0; t < all.size(); t++) {
      if (all.get(t).outcome == EventType.INFO) {
        unknown.add(t);
      }
    }
    for (int bits = 0; bits < 1 << unknown.size(); bits++) {
      boolean[] committed = new boolean[all.size()];
      for (int t = 0; t < committed.length; t++) {
        int place = unknown.indexOf(t);
        committed[t] = place < 0 ? all.get(t).outcome == EventType.OK : (bits >>> place & 1) == 1;
      }
      tryOrders(committed, List.copyOf(keys), 0, new TreeMap<>());
      if (choices > CHOICES_MAX) {
        return null;
      }
    }
    return holding;
  }

  /** Whether it is open if a level holds that seems to. */
  boolean isOpen(Level level) {
    return isBeforeInitSeen
        && Set.of(Level.PL_2, Level.PL_2_PROCESS, Level.PL_2_REALTIME).contains(level);
  }

  private void tryOrders(
      boolean[] committed, List<Long> order, int at, Map<Long, List<Version>> versions) {
    if (at == order.size()) {
      tryReads(committed, versions);
      return;
    }
    long key = order.get(at);
    List<Version> writers = new ArrayList<>();
    for (int t = 0; t < all.size(); t++) {
      if (committed[t] && !all.get(t).isInit && writes(t, key)) {
        writers.add(new Version(t, last(t, key)));
      }
    }
    permute(committed, order, at, versions, new ArrayList<>(List.of(first(key))), writers);
  }

  private void permute(
      boolean[] committed,
      List<Long> order,
      int at,
      Map<Long, List<Version>> versions,
      List<Version> placed,
      List<Version> left) {
    if (left.isEmpty()) {
      Map<Long, List<Version>> more = new TreeMap<>(versions);
      more.put(order.get(at), List.copyOf(placed));
      tryOrders(committed, order, at + 1, more);
    }
    for (Version version : left) {
      List<Version> rest = new ArrayList<>(left);
      rest.remove(version);
      placed.add(version);
      permute(committed, order, at, versions, placed, rest);
      placed.removeLast();
    }
  }

  private Version first(long key) {
    return !all.isEmpty() && all.get(0).isInit && writes(0, key)
        ? new Version(0, last(0, key))
        : new Version(-1, null);
  }

  private boolean writes(int t, long key) {
    return all.get(t).mops.stream().anyMatch(mop -> !mop.isRead() && mop.key() == key);
  }

  private @Nullable Long last(int t, long key) {
    Long value = null;
    for (Mop mop : all.get(t).mops) {
      value = !mop.isRead() && mop.key() == key ? mop.value() : value;
    }
    return value;
  }

  private void tryReads(boolean[] committed, Map<Long, List<Version>> versions) {
    List<Choice> open = new ArrayList<>();
    edges = new int[all.size()][all.size()];
    for (int t = 0; t < all.size(); t++) {
      if (all.get(0).isInit && committed[t]) {
        link(0, t, WW);
      }
      linkTime(t, committed);
      Set<Long> own = new TreeSet<>();
      Set<Long> seen = new TreeSet<>();
      for (Mop mop : all.get(t).outcome == EventType.OK ? all.get(t).mops : List.<Mop>of()) {
        if (!mop.isRead()) {
          own.add(mop.key());
          continue;
        }
        for (long key : mop.isPredicate() ? keys : Set.of(mop.key())) {
          boolean isItem = !mop.isPredicate() || mop.shown().containsKey(key);
          if (own.contains(key) || (isItem && !seen.add(key))) {
            continue;
          }
          Choice choice = choice(t, mop, key, Objects.requireNonNull(versions.get(key)));
          if (choice == null) {
            continue;
          }
          if (choice.options().isEmpty()) {
            return;
          }
          open.add(choice);
        }
      }
    }
    for (List<Version> order : versions.values()) {
      for (int i = 1; i < order.size(); i++) {
        link(order.get(i - 1).writer(), order.get(i).writer(), WW);
      }
    }
    tryChoices(open, 0, versions);
  }

  private void linkTime(int t, boolean[] committed) {
    Txn txn = all.get(t);
    for (int earlier = 0; earlier < all.size(); earlier++) {
      Txn other = all.get(earlier);
      boolean isBefore = other.outcome == EventType.OK && other.completed < txn.invoked;
      if (isBefore && committed[t] && committed[earlier]) {
        link(earlier, t, other.process == txn.process ? PROCESS | REALTIME : REALTIME);
      }
    }
  }

  /** What a read may be of; null where it found nothing of what the init made. */
  private @Nullable Choice choice(int t, Mop mop, long key, List<Version> order) {
    boolean isItem = !mop.isPredicate() || mop.shown().containsKey(key);
    Long value = mop.isPredicate() ? mop.shown().get(key) : mop.value();
    if (isItem && value == null && order.get(0).value() != null && !mayBeDeleted(t, key)) {
      link(t, 0, RW);
      isBeforeInitSeen = true;
      return null;
    }
    Asked asked = mop.asked();
    List<Version> options =
        order.stream()
            .filter(version -> version.writer() != t)
            .filter(
                version ->
                    (isItem || asked == null)
                        ? Objects.equals(version.value(), value)
                        : !asked.matches(version.value()))
            .toList();
    return new Choice(t, key, isItem ? null : asked, options);
  }

  private boolean mayBeDeleted(int reader, long key) {
    for (int t = 0; t < all.size(); t++) {
      if (t != reader
          && all.get(t).outcome != EventType.FAIL
          && writes(t, key)
          && last(t, key) == null) {
        return true;
      }
    }
    return false;
  }

  private void tryChoices(List<Choice> open, int at, Map<Long, List<Version>> versions) {
    if (choices > CHOICES_MAX || holding.size() == Level.values().length) {
      return;
    }
    if (at == open.size()) {
      choices++;
      judge();
      return;
    }
    int[][] saved = Arrays.stream(edges).map(int[]::clone).toArray(int[][]::new);
    Choice choice = open.get(at);
    List<Version> order = Objects.requireNonNull(versions.get(choice.key()));
    for (Version version : choice.options()) {
      if (choice.asked() == null) {
        linkItem(choice.reader(), order, order.indexOf(version));
      } else {
        linkPredicate(choice.reader(), choice.asked(), order, version);
      }
      tryChoices(open, at + 1, versions);
      edges = Arrays.stream(saved).map(int[]::clone).toArray(int[][]::new);
    }
  }

  private void linkItem(int reader, List<Version> order, int place) {
    link(order.get(place).writer(), reader, WW);
    if (place + 1 < order.size()) {
      link(reader, order.get(place + 1).writer(), RW);
    }
  }

  /**
   * The latest that changed the matches comes before, later ones that change them come after. What
   * the reader itself wrote, it wrote later: that changed nothing for the read.
   */
  private void linkPredicate(int reader, Asked asked, List<Version> all, Version seen) {
    List<Version> order = all.stream().filter(version -> version.writer() != reader).toList();
    int place = order.indexOf(seen);
    int changed = -1;
    for (int i = 0; i < order.size(); i++) {
      boolean before = i > 0 && asked.matches(order.get(i - 1).value());
      if (asked.matches(order.get(i).value()) != before) {
        changed = i <= place ? i : changed;
        if (i > place) {
          link(reader, order.get(i).writer(), RWP);
        }
      }
    }
    if (changed >= 0) {
      link(order.get(changed).writer(), reader, WW);
    }
  }

  private void link(int from, int to, int kind) {
    if (from >= 0 && from != to) {
      edges[from][to] |= kind;
    }
  }

  private void judge() {
    if (!hasCycle(WW)) {
      holding.add(Level.PL_2);
      if (!hasCycle(WW | PROCESS)) {
        holding.add(Level.PL_2_PROCESS);
      }
      if (!hasCycle(WW | REALTIME)) {
        holding.add(Level.PL_2_REALTIME);
      }
      boolean isPlus = true;
      boolean[][] dependent = closure(WW);
      for (int a = 0; a < edges.length; a++) {
        for (int b = 0; b < edges.length; b++) {
          isPlus &= (edges[a][b] & (RW | RWP)) == 0 || !dependent[b][a];
        }
      }
      if (isPlus) {
        holding.add(Level.PL_2_PLUS);
      }
      if (isPlus && !hasApartCycle(dependent)) {
        holding.add(Level.PL_SI);
      }
      if (!hasCycle(WW | RW)) {
        holding.add(Level.PL_2_99);
      }
      if (!hasCycle(WW | RW | RWP)) {
        holding.add(Level.PL_3);
      }
    }
  }

  /** Whether there is a cycle of anti-dependencies with dependencies between each two of them. */
  private boolean hasApartCycle(boolean[][] dependent) {
    int size = edges.length;
    boolean[][] steps = new boolean[size][size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        for (int c = 0; c < size; c++) {
          steps[a][c] |= (edges[a][b] & (RW | RWP)) != 0 && dependent[b][c];
        }
      }
    }
    return hasCycle(close(steps));
  }

  private boolean hasCycle(int kinds) {
    return hasCycle(closure(kinds));
  }

  private static boolean hasCycle(boolean[][] closed) {
    for (int i = 0; i < closed.length; i++) {
      if (closed[i][i]) {
        return true;
      }
    }
    return false;
  }

  private boolean[][] closure(int kinds) {
    boolean[][] reached = new boolean[edges.length][edges.length];
    for (int a = 0; a < edges.length; a++) {
      for (int b = 0; b < edges.length; b++) {
        reached[a][b] = (edges[a][b] & kinds) != 0;
      }
    }
    return close(reached);
  }

  private static boolean[][] close(boolean[][] reached) {
    for (int via = 0; via < reached.length; via++) {
      for (int a = 0; a < reached.length; a++) {
        for (int b = 0; b < reached.length; b++) {
          reached[a][b] |= reached[a][via] && reached[via][b];
        }
      }
    }
    return reached;
  }
}
