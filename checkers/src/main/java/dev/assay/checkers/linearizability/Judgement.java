package dev.assay.checkers.linearizability;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.certificates.Certificate;

/** What became of one object. */
sealed interface Judgement {
  record Explained(Certificate certificate) implements Judgement {}

  record Wrong(Anomaly anomaly) implements Judgement {}

  record Open(String reason) implements Judgement {}
}
