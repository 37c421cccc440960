package dev.assay.twophasecommit.server.txn;

import dev.assay.twophasecommit.server.txn.TxnOutcome.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A transaction on its way at its coordinator, until it is decided: one attempt of a request. */
final class Attempt {
  final TxnId id;
  final Request request;
  final long snapshot;

  /** What operations returned so far. */
  final List<Value> values = new ArrayList<>();

  /** What the operation that is awaited returned so far, and of how many of its nodes. */
  private final Map<String, List<Long>> found = new TreeMap<>();

  private int nodesDone;

  /** The participants that were sent operations; their branches' numbers, 0 when not yet known. */
  final Map<String, Long> branches = new TreeMap<>();

  /** Votes that have come. */
  final Map<String, Message.Vote> votes = new TreeMap<>();

  /** Votes that acceptors have accepted, in Paxos Commit. */
  final Tally tally = new Tally();

  boolean isPreparing;

  /** When what is awaited was last sent. */
  long sentNanos;

  /** When the votes were first asked for. */
  long preparingNanos;

  /** What a client asked for; its attempts follow each other. */
  static final class Request {
    final List<MicroOp> ops;
    final Consumer<TxnOutcome> reply;
    final long bornMillis;
    final long deadlineNanos;
    int attempts;

    Request(List<MicroOp> ops, Consumer<TxnOutcome> reply, long bornMillis, long deadlineNanos) {
      this.ops = ops;
      this.reply = reply;
      this.bornMillis = bornMillis;
      this.deadlineNanos = deadlineNanos;
    }
  }

  Attempt(TxnId id, Request request, long snapshot) {
    this.id = id;
    this.request = request;
    this.snapshot = snapshot;
  }

  /** The operation that is awaited. */
  int index() {
    return values.size();
  }

  /** The node whose answer is awaited: a scan goes from one to the next. */
  String awaited(Placement placement) {
    return placement.nodesOf(request.ops.get(index())).get(nodesDone);
  }

  /** That node has answered. */
  void take(Map<String, List<Long>> answer, Placement placement) {
    MicroOp op = request.ops.get(index());
    found.putAll(answer);
    if (++nodesDone == placement.nodesOf(op).size()) {
      values.add(new Value(op, Collections.unmodifiableMap(new TreeMap<>(found))));
      found.clear();
      nodesDone = 0;
    }
  }

  List<String> participants() {
    return List.copyOf(branches.keySet());
  }

  /** What its client hears of a commit, at 0 when there was nothing to commit. */
  TxnOutcome committed(long timestamp) {
    return new TxnOutcome.Committed(List.copyOf(values), snapshot, timestamp);
  }

  /** Nobody has anything to commit. */
  boolean onlyReads() {
    return request.ops.stream().allMatch(MicroOp::isRead);
  }
}
