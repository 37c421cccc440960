package dev.assay.checkers.isolation.predicates;

import dev.assay.checkers.certificates.CycleEdge;
import dev.assay.checkers.certificates.MicroOpRef;
import dev.assay.checkers.isolation.Edge;
import dev.assay.checkers.isolation.Transactions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds again why two transactions depend on each other, for the few edges that are told. */
final class PredicateReasons {
  private static final int NONE = -1;

  private final Columns columns;
  private final Transactions transactions;
  private final Versions versions;
  private final Reads reads;
  private final Unshown unshown;

  PredicateReasons(Columns columns, Versions versions, Reads reads, Unshown unshown) {
    this.columns = columns;
    this.versions = versions;
    this.reads = reads;
    this.unshown = unshown;
    transactions = columns.transactions();
  }

  Optional<CycleEdge> reason(int from, int to, int kind) {
    return Optional.ofNullable(
        switch (kind) {
          case Edge.WR -> read(from, to);
          case Edge.RW -> overwritten(from, to);
          case Edge.WRP -> missing(to, from, true);
          case Edge.RWP -> missing(from, to, false);
          default -> null;
        });
  }

  private @Nullable CycleEdge read(int writer, int reader) {
    for (int read = reads.start(reader); read < reads.start(reader + 1); read++) {
      int version = reads.version(read);
      if (versions.txn(version) == writer) {
        return edge(
            Edge.WR,
            writer,
            reader,
            version,
            version,
            written(version),
            transactions.ref(reader, reads.mop(read)));
      }
    }
    return writer == columns.init()
        ? CycleEdge.ofEvents(
            Edge.name(Edge.WR), transactions.invocation(writer), transactions.invocation(reader))
        : null;
  }

  private @Nullable CycleEdge overwritten(int reader, int writer) {
    for (int read = reads.start(reader); read < reads.start(reader + 1); read++) {
      int version = reads.version(read);
      int own = versions.by(writer, versions.key(version));
      if (own != NONE && versions.isVersion(own) && versions.parent(own) == version) {
        MicroOpRef first = transactions.ref(reader, reads.mop(read));
        return edge(Edge.RW, reader, writer, version, own, first, written(own));
      }
    }
    int[] missed = reads.missedInit();
    for (int i = 0; i < missed.length; i += 2) {
      if (missed[i] == reader && writer == columns.init()) {
        return edge(
            Edge.RW,
            reader,
            writer,
            NONE,
            columns.key(missed[i + 1]),
            transactions.ref(reader, missed[i + 1]),
            null);
      }
    }
    return null;
  }

  private @Nullable CycleEdge missing(int reader, int writer, boolean isAfter) {
    for (int m = transactions.start(reader); m < transactions.end(reader); m++) {
      if (columns.kind(m) != Columns.PREDICATE_READ) {
        continue;
      }
      for (int w = versions.writeStart(writer); w < versions.writeStart(writer + 1); w++) {
        if (!versions.isVersion(w) || !isMissing(reader, m, versions.key(w))) {
          continue;
        }
        Unshown.Span span = unshown.span(columns.predicate(m), versions.key(w), reader);
        MicroOpRef read = transactions.ref(reader, m);
        if (span.tells() && isAfter && span.first == w) {
          return edge(Edge.WRP, writer, reader, w, NONE, written(w), read);
        }
        if (span.tells() && !isAfter && span.last != NONE && versions.parent(w) == span.last) {
          return edge(Edge.RWP, reader, writer, NONE, w, read, written(w));
        }
      }
    }
    return null;
  }

  /** Whether a predicate read shows neither a key nor what its transaction had made of it. */
  private boolean isMissing(int reader, int read, int key) {
    for (int w = versions.writeStart(reader); w < versions.writeStart(reader + 1); w++) {
      if (versions.key(w) == key && versions.mop(w) < read) {
        return false;
      }
    }
    return !columns.shows(read, key);
  }

  private @Nullable MicroOpRef written(int version) {
    return versions.isRoot(version)
        ? null
        : transactions.ref(versions.txn(version), versions.mop(version));
  }

  private CycleEdge edge(
      int kind,
      int from,
      int to,
      int before,
      int after,
      @Nullable MicroOpRef first,
      @Nullable MicroOpRef second) {
    return new CycleEdge(
        Edge.name(kind),
        transactions.invocation(from),
        transactions.invocation(to),
        columns.keyValue(versions.key(before == NONE ? after : before)),
        before == NONE ? null : columns.valueOf(versions.value(before)),
        after == NONE ? null : columns.valueOf(versions.value(after)),
        first,
        second,
        null);
  }
}
