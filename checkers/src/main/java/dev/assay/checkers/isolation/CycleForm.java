package dev.assay.checkers.isolation;

/** Which orders besides that of data a cycle may use: the three forms of every cycle anomaly. */
public enum CycleForm {
  PLAIN(
      0,
      AnomalyType.G0,
      AnomalyType.G1C,
      AnomalyType.G_SINGLE_ITEM,
      AnomalyType.G_SINGLE,
      AnomalyType.G_NONADJACENT_ITEM,
      AnomalyType.G_NONADJACENT,
      AnomalyType.G2_ITEM,
      AnomalyType.G2),
  PROCESS(
      1 << Edge.PROCESS,
      AnomalyType.G0_PROCESS,
      AnomalyType.G1C_PROCESS,
      AnomalyType.G_SINGLE_ITEM_PROCESS,
      AnomalyType.G_SINGLE_PROCESS,
      AnomalyType.G_NONADJACENT_ITEM_PROCESS,
      AnomalyType.G_NONADJACENT_PROCESS,
      AnomalyType.G2_ITEM_PROCESS,
      AnomalyType.G2_PROCESS),
  REALTIME(
      1 << Edge.PROCESS | 1 << Edge.REALTIME,
      AnomalyType.G0_REALTIME,
      AnomalyType.G1C_REALTIME,
      AnomalyType.G_SINGLE_ITEM_REALTIME,
      AnomalyType.G_SINGLE_REALTIME,
      AnomalyType.G_NONADJACENT_ITEM_REALTIME,
      AnomalyType.G_NONADJACENT_REALTIME,
      AnomalyType.G2_ITEM_REALTIME,
      AnomalyType.G2_REALTIME);

  private final int orders;
  private final AnomalyType g0;
  private final AnomalyType g1c;
  private final AnomalyType gSingleItem;
  private final AnomalyType gSingle;
  private final AnomalyType gNonadjacentItem;
  private final AnomalyType gNonadjacent;
  private final AnomalyType g2Item;
  private final AnomalyType g2;

  CycleForm(
      int orders,
      AnomalyType g0,
      AnomalyType g1c,
      AnomalyType gSingleItem,
      AnomalyType gSingle,
      AnomalyType gNonadjacentItem,
      AnomalyType gNonadjacent,
      AnomalyType g2Item,
      AnomalyType g2) {
    this.orders = orders | 1 << Edge.FORWARD;
    this.g0 = g0;
    this.g1c = g1c;
    this.gSingleItem = gSingleItem;
    this.gSingle = gSingle;
    this.gNonadjacentItem = gNonadjacentItem;
    this.gNonadjacent = gNonadjacent;
    this.g2Item = g2Item;
    this.g2 = g2;
  }

  /** Edges of the orders that this form allows, and those that go on from virtual nodes. */
  public int orders() {
    return orders;
  }

  /** Edges of overwriting, and of the orders that this form allows. */
  int writes() {
    return orders | 1 << Edge.WW | 1 << Edge.WWP;
  }

  /** All edges but anti-dependencies. */
  int dependencies() {
    return orders | Edge.DEPENDENCIES;
  }

  /** All edges that a cycle of this form may have. */
  public int all() {
    return dependencies() | Edge.ANTI_DEPENDENCIES;
  }

  AnomalyType g0() {
    return g0;
  }

  AnomalyType g1c() {
    return g1c;
  }

  AnomalyType gSingle(boolean isPredicate) {
    return isPredicate ? gSingle : gSingleItem;
  }

  AnomalyType gNonadjacent(boolean isPredicate) {
    return isPredicate ? gNonadjacent : gNonadjacentItem;
  }

  AnomalyType g2(boolean isPredicate) {
    return isPredicate ? g2 : g2Item;
  }
}
