package dev.assay.checkers.linearizability;

import dev.assay.checkers.Staleness;
import dev.assay.checkers.Staleness.StaleRead;
import dev.assay.histories.History;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures {@link Staleness} object by object, O(n log n).
 *
 * <p>A value that several operations produce may come from any of them; the one that flatters the
 * read most counts. Reads whose value nobody can have produced are not measured.
 */
final class RegisterStaleness {
  private static final int NONE = -1;

  /** Some twenty numbers an operation, which is two events. */
  private static final long BYTES_PER_EVENT = 40;

  private final History history;
  private final ObjectSplit split;
  private final RegisterModel model;
  private int reads;
  private int stale;
  private int backwards;
  private int ownWritesMissed;
  private @Nullable StaleRead oldest;

  private RegisterStaleness(History history, RegisterModel model) {
    this.history = history;
    this.model = model;
    split = ObjectSplit.of(history);
  }

  /** Measures a history; objects for which there is no time or memory are not measured. */
  static Staleness of(History history, RegisterModel model, Limit limit) {
    RegisterStaleness all = new RegisterStaleness(history, model);
    for (int object = 0; object < all.split.objects(); object++) {
      if (limit.reached(BYTES_PER_EVENT * all.split.positions(object)) != null) {
        continue;
      }
      Problem problem = all.problem(object);
      if (problem != null) {
        all.measure(object, problem);
      }
    }
    return new Staleness(all.reads, all.stale, all.backwards, all.ownWritesMissed, all.oldest);
  }

  /** Null when operations are none of a register: the verdict tells of that. */
  private @Nullable Problem problem(int object) {
    try {
      return Problem.of(history, split, object, model);
    } catch (ComplaintException notOfTheModel) {
      return null;
    }
  }

  private void measure(int object, Problem problem) {
    Versions versions = new Versions(problem, new RegisterCode(problem, model));
    SeenByProcess seen = new SeenByProcess(history, problem, versions);
    int[] behind = versions.versionsBehind();
    for (int op = 0; op < problem.size(); op++) {
      int since = versions.since[op];
      if (since == Versions.UNMEASURED) {
        seen.pass(op, NONE);
        continue;
      }
      reads++;
      backwards += seen.hasReadNewer(op, since) ? 1 : 0;
      ownWritesMissed += seen.hasWrittenNewer(op, since) ? 1 : 0;
      seen.pass(op, since);
      int replacement = versions.replacement(op);
      if (replacement != NONE) {
        stale++;
        StaleRead read = staleRead(object, problem, op, replacement, versions, behind[op]);
        oldest = read.isOlderThan(oldest) ? read : oldest;
      }
    }
  }

  private StaleRead staleRead(
      int object, Problem problem, int op, int replacement, Versions versions, int behind) {
    int known = split.event(object, versions.known[replacement]);
    int read = problem.invocations()[op];
    return new StaleRead(
        Accusation.key(history, split, object),
        read,
        problem.invocations()[replacement],
        history.pair(known),
        history.hasTimes() ? history.timeNanos(read) - history.timeNanos(known) : -1,
        behind);
  }

  /** What is certain of the order of the values of one object, in its positions. */
  private static final class Versions {
    /** Of operations that see no value, or one that nobody can have produced. */
    static final int UNMEASURED = -2;

    /** Before the first position: the initial value is there. */
    private static final int START = -1;

    private final Problem problem;
    private final RegisterCode code;
    private final int[] producers;

    /** The return by which the value that an operation produced was certainly there. */
    final int[] known;

    /** The return by which the value that an operation saw was certainly there. */
    final int[] since;

    /** Among the writes invoked at or after a position, the one that was known first. */
    private final int[] firstKnown;

    Versions(Problem problem, RegisterCode code) {
      this.problem = problem;
      this.code = code;
      known = problem.ret().clone();
      since = new int[problem.size()];
      Arrays.fill(since, UNMEASURED);
      producers = producers();
      for (int op = 0; op < problem.size(); op++) {
        int sole = soleProducer(op);
        if (sole >= 0 && problem.inv()[sole] < problem.ret()[op]) {
          known[sole] = Math.min(known[sole], problem.ret()[op]);
        }
      }
      findOrigins();
      firstKnown = new int[problem.positions() + 1];
      Arrays.fill(firstKnown, NONE);
      for (int op = 0; op < problem.size(); op++) {
        firstKnown[problem.inv()[op]] = to(op) == NONE ? NONE : op;
      }
      for (int p = problem.positions() - 1; p >= 0; p--) {
        firstKnown[p] = earlier(firstKnown[p], firstKnown[p + 1]);
      }
    }

    /** A write that replaced what the operation saw before it was invoked, or {@link #NONE}. */
    int replacement(int op) {
      int first = firstKnown[since[op] + 1];
      return first != NONE && known[first] < problem.inv()[op] ? first : NONE;
    }

    /** How many writes replaced what each operation saw before it was invoked. */
    int[] versionsBehind() {
      int n = problem.size();
      int[] bySince = new int[n];
      int measured = 0;
      for (int op = 0; op < n; op++) {
        if (since[op] != UNMEASURED) {
          bySince[measured++] = op;
        }
      }
      long[] order = new long[measured];
      for (int i = 0; i < measured; i++) {
        order[i] = ((long) (since[bySince[i]] + 1) << 32) | bySince[i];
      }
      Arrays.sort(order);
      int[] behind = new int[n];
      int[] tree = new int[problem.positions() + 1];
      int write = n - 1;
      for (int i = measured - 1; i >= 0; i--) {
        int op = (int) order[i];
        for (; write >= 0 && problem.inv()[write] > since[op]; write--) {
          if (to(write) != NONE && known[write] != Problem.PENDING) {
            for (int p = known[write] + 1; p < tree.length; p += p & -p) {
              tree[p]++;
            }
          }
        }
        for (int p = problem.inv()[op]; p > 0; p -= p & -p) {
          behind[op] += tree[p];
        }
      }
      return behind;
    }

    /** The only operation that can have produced what the operation saw, or {@link #NONE}. */
    int soleProducer(int op) {
      return sees(op) ? producers[from(op)] : NONE;
    }

    /** Whether the operation leaves a value behind. */
    boolean produces(int op) {
      return to(op) != NONE;
    }

    /** The only operation that produced each value; NONE when there are several or none. */
    private int[] producers() {
      int[] sole = new int[code.values()];
      Arrays.fill(sole, NONE);
      boolean[] several = new boolean[code.values()];
      several[code.initial()] = true;
      for (int op = 0; op < problem.size(); op++) {
        int value = to(op);
        if (value != NONE) {
          several[value] |= sole[value] != NONE;
          sole[value] = op;
        }
      }
      for (int v = 0; v < sole.length; v++) {
        sole[v] = several[v] ? NONE : sole[v];
      }
      return sole;
    }

    /** For each operation that sees a value, the latest return of one that can have produced it. */
    private void findOrigins() {
      int[] latest = new int[code.values()];
      Arrays.fill(latest, UNMEASURED);
      latest[code.initial()] = START;
      int[] returning = new int[problem.positions() + 1];
      int[] invoked = new int[problem.positions() + 1];
      for (int op = 0; op < problem.size(); op++) {
        invoked[problem.inv()[op]] = op + 1;
        if (!problem.isPending(op)) {
          returning[problem.ret()[op]] = op + 1;
        }
      }
      for (int p = 0; p <= problem.positions(); p++) {
        int begins = invoked[p] - 1;
        if (begins >= 0 && to(begins) != NONE) {
          latest[to(begins)] = Math.max(latest[to(begins)], known[begins]);
        }
        int ends = returning[p] - 1;
        if (ends >= 0 && sees(ends)) {
          since[ends] = Math.min(latest[from(ends)], problem.positions() - 1);
        }
      }
    }

    private boolean sees(int op) {
      return from(op) != NONE && !problem.isPending(op);
    }

    private int from(int op) {
      return code.from(problem.classes()[op]);
    }

    private int to(int op) {
      return code.to(problem.classes()[op]);
    }

    private int earlier(int one, int other) {
      if (one == NONE || other == NONE) {
        return Math.max(one, other);
      }
      return known[other] < known[one] ? other : one;
    }
  }

  /** The newest value that each process has read and written, as far as the order is certain. */
  private static final class SeenByProcess {
    private final History history;
    private final Problem problem;
    private final Versions versions;
    private final Map<Integer, Integer> newestRead = new HashMap<>();
    private final Map<Integer, Integer> newestWritten = new HashMap<>();

    SeenByProcess(History history, Problem problem, Versions versions) {
      this.history = history;
      this.problem = problem;
      this.versions = versions;
    }

    /** Whether the process had read a value whose write was invoked after this one was there. */
    boolean hasReadNewer(int op, int since) {
      return newestRead.getOrDefault(process(op), NONE) > since;
    }

    boolean hasWrittenNewer(int op, int since) {
      return newestWritten.getOrDefault(process(op), NONE) > since;
    }

    /** The process goes on after an operation that saw what was there since a position. */
    void pass(int op, int since) {
      int sole = since < 0 ? NONE : versions.soleProducer(op);
      if (sole != NONE) {
        newestRead.merge(process(op), problem.inv()[sole], Math::max);
      }
      if (versions.produces(op) && !problem.isPending(op)) {
        newestWritten.merge(process(op), problem.inv()[op], Math::max);
      }
    }

    private int process(int op) {
      return history.process(problem.invocations()[op]);
    }
  }
}
