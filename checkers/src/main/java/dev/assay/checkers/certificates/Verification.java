package dev.assay.checkers.certificates;

/**
 * What the verifier says of a certificate.
 *
 * @param accepted whether the certificate proves what it claims
 * @param gaveUp whether it is not accepted only because it is too large, or of a model unknown to
 *     the verifier: nothing speaks against it
 * @param reason why not, or what was verified, and under which premises
 */
public record Verification(boolean accepted, boolean gaveUp, String reason) {
  static Verification accept(String reason) {
    return new Verification(true, false, reason);
  }

  static Verification reject(String reason) {
    return new Verification(false, false, reason);
  }

  static Verification giveUp(String reason) {
    return new Verification(false, true, reason);
  }
}
