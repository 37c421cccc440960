package dev.assay.checkers.isolation.weak;

/**
 * What a transaction must not overlook (Biswas and Enea 2019, section 2.2): when it reads a key,
 * all writers of the key that it knows of committed no later than the one that it reads from.
 */
enum Axiom {
  /** It need not know anything: only who reads from whom counts. */
  NONE,

  /** It knows the transactions that it read from before, in its own order: their read committed. */
  MONOTONIC,

  /** It knows all that it reads from, and what its process did before: read atomic. */
  ATOMIC,

  /** It knows all that it depends on over any number of steps: causal consistency. */
  CAUSAL
}
