package dev.assay.checkers.certificates;

import org.jspecify.annotations.Nullable;

/**
 * Why one transaction must come before another, as far as a verifier needs it.
 *
 * <p>Transactions are named by their invocations. For edges of data, {@code first} and {@code
 * second} are the micro-operations of the two transactions that conflict; where neither of them
 * shows the order of the versions, {@code witness} is a read by a third transaction that does.
 *
 * @param kind {@code ww}, {@code wr}, {@code rw}, {@code process} or {@code realtime}; with a
 *     {@code p} at the end where a predicate read tells it by what it does not show
 * @param from the transaction that comes first
 * @param to the one that comes second
 * @param key the object; null for edges of process and real time
 * @param before the value that {@code from} wrote, or the last one it saw; null where it saw none
 * @param after the value that {@code to} wrote or read
 * @param premise what the user assumes of the versions of the key, where the order of the two
 *     versions follows from nothing else
 */
public record CycleEdge(
    String kind,
    int from,
    int to,
    @Nullable Object key,
    @Nullable Object before,
    @Nullable Object after,
    @Nullable MicroOpRef first,
    @Nullable MicroOpRef second,
    @Nullable MicroOpRef witness,
    @Nullable KeyPremise premise) {

  /** An edge that needs no premise. */
  public CycleEdge(
      String kind,
      int from,
      int to,
      @Nullable Object key,
      @Nullable Object before,
      @Nullable Object after,
      @Nullable MicroOpRef first,
      @Nullable MicroOpRef second,
      @Nullable MicroOpRef witness) {
    this(kind, from, to, key, before, after, first, second, witness, null);
  }

  /** An edge that only the order of events shows. */
  public static CycleEdge ofEvents(String kind, int from, int to) {
    return new CycleEdge(kind, from, to, null, null, null, null, null, null);
  }
}
