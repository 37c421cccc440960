package dev.assay.checkers.isolation.counters;

import java.util.Arrays;

/**
 * When each transaction took effect, as closely as it is easily told: between which events, and
 * between which values of the counters that it changes. At first the events are its invocation and
 * its completion. Of counters that only grow, who asks for a smaller value comes before who asks
 * for a greater one; and among those who change a counter and do not tell when, one that is too
 * much for a value comes after it, and one without which there is not enough before.
 */
final class Windows {
  private static final int ROUNDS_MAX = 6;

  private final Demands demands;
  private final AskedValues values;
  private final int[] memberOf;

  /** By key, the lines that change it and do not ask for a value of it. */
  private final Groups blind;

  /** By member: it takes effect after the one event and before the other. */
  private final int[] from;

  private final int[] until;

  /** By blind line: it comes after all who ask for the one value, and before all of the other. */
  private final int[] low;

  private final int[] high;

  /** By value: after which event all who ask for it have begun, and when the first has to end. */
  private final int[] lastFrom;

  private final int[] firstUntil;
  private boolean isNarrowed;

  Windows(Demands demands, AskedValues values) {
    this.demands = demands;
    this.values = values;
    memberOf = new int[demands.lines()];
    from = new int[demands.size()];
    until = new int[demands.size()];
    low = new int[demands.lines()];
    high = new int[demands.lines()];
    int[] keyOf = new int[demands.lines()];
    for (int member = 0; member < demands.size(); member++) {
      from[member] = demands.invocation(member);
      until[member] = demands.completion(member);
      for (int line = demands.start(member); line < demands.end(member); line++) {
        memberOf[line] = member;
        boolean isBlind = demands.amount(line) != 0 && !demands.asks(line);
        keyOf[line] = isBlind ? demands.key(line) : Groups.NONE;
        low[line] = values.start(demands.key(line)) - 1;
        high[line] = values.end(demands.key(line));
      }
    }
    blind = new Groups(demands.keys(), keyOf);
    lastFrom = new int[values.size()];
    firstUntil = new int[values.size()];
  }

  /** Narrows all windows as long as that leads to more, within reason. */
  void narrow() {
    isNarrowed = true;
    for (int round = 0; round < ROUNDS_MAX && isNarrowed; round++) {
      isNarrowed = false;
      for (int key = 0; key < demands.keys(); key++) {
        if (demands.grows(key)) {
          narrowAskers(key);
          narrowBlind(key);
        }
      }
    }
  }

  /** The event after which it took effect. */
  int from(int member) {
    return from[member];
  }

  /** The event before which it did, if it did. */
  int until(int member) {
    return until[member];
  }

  /** The value such that a change that does not tell comes after all who ask for it. */
  int low(int line) {
    return low[line];
  }

  /** The value such that it comes before all who ask for it. */
  int high(int line) {
    return high[line];
  }

  private void narrowAskers(int key) {
    Groups askers = values.askers();
    int last = -1;
    for (int at = values.start(key); at < values.end(key); at++) {
      int before = last;
      for (int i = askers.start(at); i < askers.end(at); i++) {
        int member = memberOf[askers.line(i)];
        after(member, before);
        last = Math.max(last, from[member]);
      }
      lastFrom[at] = last;
    }
    int first = Integer.MAX_VALUE;
    for (int at = values.end(key) - 1; at >= values.start(key); at--) {
      int after = first;
      for (int i = askers.start(at); i < askers.end(at); i++) {
        int member = memberOf[askers.line(i)];
        before(member, after);
        first = Math.min(first, until[member]);
      }
      firstUntil[at] = first;
    }
  }

  private void narrowBlind(int key) {
    int size = blind.end(key) - blind.start(key);
    long[] byFrom = new long[size];
    for (int i = 0; i < size; i++) {
      int line = blind.line(blind.start(key) + i);
      byFrom[i] = (long) from[memberOf[line]] << 32 | line;
    }
    Arrays.sort(byFrom);
    int[] open = new int[size];
    int count = 0;
    int begun = 0;
    long known = 0;
    long ofUnknown = 0;
    for (int at = values.start(key); at < values.end(key); at++) {
      while (begun < size && (int) (byFrom[begun] >> 32) < firstUntil[at]) {
        int line = (int) byFrom[begun++];
        if (demands.isOk(memberOf[line])) {
          low[line] = Math.max(low[line], at - 1);
          open[count++] = line;
        } else {
          ofUnknown += demands.amount(line);
        }
      }
      long ofOpen = 0;
      int kept = 0;
      for (int i = 0; i < count; i++) {
        int line = open[i];
        place(line, at);
        if (high[line] <= at) {
          known += demands.amount(line);
        } else {
          open[kept++] = line;
          ofOpen += low[line] < at ? demands.amount(line) : 0;
        }
      }
      count = kept;
      long room = values.value(at) - known;
      long spare = known + ofOpen + ofUnknown - values.value(at);
      for (int i = 0; i < count; i++) {
        int line = open[i];
        if (low[line] < at && demands.amount(line) > room) {
          placeAfter(line, at);
        } else if (low[line] < at && demands.amount(line) > spare) {
          placeBefore(line, at);
        }
      }
      kept = 0;
      for (int i = 0; i < count; i++) {
        if (high[open[i]] <= at) {
          known += demands.amount(open[i]);
        } else {
          open[kept++] = open[i];
        }
      }
      count = kept;
      for (int i = values.askers().start(at); i < values.askers().end(at); i++) {
        known += demands.amount(values.askers().line(i));
      }
    }
  }

  /** Finds whether a blind line comes before or after those who ask for a value. */
  private void place(int line, int at) {
    int member = memberOf[line];
    if (low[line] >= at || high[line] <= at) {
      return;
    }
    if (until[member] <= lastFrom[at]) {
      placeBefore(line, at);
      return;
    }
    for (int i = values.askers().start(at); i < values.askers().end(at); i++) {
      int other = memberOf[values.askers().line(i)];
      if (other != member && isBefore(member, other)) {
        placeBefore(line, at);
        return;
      }
      if (other != member && isBefore(other, member)) {
        placeAfter(line, at);
        return;
      }
    }
  }

  private void placeBefore(int line, int at) {
    if (high[line] > at) {
      high[line] = at;
      isNarrowed = true;
      before(memberOf[line], firstUntil[at]);
    }
  }

  private void placeAfter(int line, int at) {
    if (low[line] < at) {
      low[line] = at;
      isNarrowed = true;
      after(memberOf[line], lastFrom[at]);
    }
  }

  /** Whether some counter tells that one comes before another. */
  private boolean isBefore(int one, int other) {
    for (int line = demands.start(one); line < demands.end(one); line++) {
      for (int its = demands.start(other); its < demands.end(other); its++) {
        if (demands.key(line) == demands.key(its)
            && demands.grows(demands.key(line))
            && last(line) < first(its)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The first place among the values of its counter where a line may be, four places a value. */
  private int first(int line) {
    int asked = values.of(line);
    return asked == Groups.NONE
        ? 4 * low[line] + 2
        : 4 * asked + (demands.amount(line) == 0 ? 0 : 1);
  }

  private int last(int line) {
    return values.of(line) == Groups.NONE ? 4 * high[line] - 1 : first(line);
  }

  private void after(int member, int event) {
    if (from[member] < event) {
      from[member] = event;
      isNarrowed = true;
    }
  }

  private void before(int member, int event) {
    if (until[member] > event) {
      until[member] = event;
      isNarrowed = true;
    }
  }
}
