package dev.assay.checkers.isolation;

import java.util.List;

/** A model that a search over orders of writes decides, and what such an order has to keep. */
public enum OrderForm {
  STRICT_SERIAL(
      ConsistencyModel.STRICT_SERIALIZABLE,
      AnomalyType.NO_SERIAL_ORDER_REALTIME,
      false,
      1 << Edge.PROCESS | 1 << Edge.REALTIME),
  SESSION_SERIAL(
      ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
      AnomalyType.NO_SERIAL_ORDER_PROCESS,
      false,
      1 << Edge.PROCESS),
  SERIAL(ConsistencyModel.SERIALIZABLE, AnomalyType.NO_SERIAL_ORDER, false, 0),
  STRONG_SNAPSHOT(
      ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
      AnomalyType.NO_SNAPSHOT_ORDER_REALTIME,
      true,
      1 << Edge.PROCESS | 1 << Edge.REALTIME),
  SESSION_SNAPSHOT(
      ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
      AnomalyType.NO_SNAPSHOT_ORDER_PROCESS,
      true,
      1 << Edge.PROCESS),
  SNAPSHOT(ConsistencyModel.SNAPSHOT_ISOLATION, AnomalyType.NO_SNAPSHOT_ORDER, true, 0),
  PARALLEL(
      ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
      AnomalyType.NO_PARALLEL_SNAPSHOT_ORDER,
      false,
      0),
  UPDATE(ConsistencyModel.UPDATE_SERIALIZABLE, AnomalyType.NO_UPDATE_ORDER, false, 0),
  PREFIX(ConsistencyModel.PREFIX, AnomalyType.NO_PREFIX_ORDER, true, 0),
  CURSOR(ConsistencyModel.CURSOR_STABILITY, AnomalyType.NO_CURSOR_ORDER, false, 0);

  /** Stronger ones before weaker ones. */
  public static final List<OrderForm> ALL = List.of(values());

  private final ConsistencyModel model;
  private final AnomalyType refutation;
  private final boolean isSplit;
  private final int orders;

  OrderForm(ConsistencyModel model, AnomalyType refutation, boolean isSplit, int orders) {
    this.model = model;
    this.refutation = refutation;
    this.isSplit = isSplit;
    this.orders = orders;
  }

  public ConsistencyModel model() {
    return model;
  }

  /** What it is called when there is no order. */
  public AnomalyType refutation() {
    return refutation;
  }

  /** Whether transactions read at one moment and write at a later one. */
  public boolean isSplit() {
    return isSplit;
  }

  /** Whether of two writers of a key one commits before the other begins. */
  public boolean forbidsOverlaps() {
    return isSplit && this != PREFIX;
  }

  /** Whether those that only read have no place in the order, but each its own. */
  public boolean isOfWriters() {
    return this == UPDATE;
  }

  /** Whether only those see no later version that also write the key. */
  public boolean isOfUpdates() {
    return this == CURSOR;
  }

  /** Whether it is an order of commits, which tells nothing of when transactions begin. */
  public boolean isOfCommits() {
    return this == PREFIX || this == CURSOR;
  }

  public boolean keepsProcesses() {
    return Edge.has(orders, Edge.PROCESS);
  }

  public boolean keepsRealTime() {
    return Edge.has(orders, Edge.REALTIME);
  }
}
