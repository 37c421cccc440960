package dev.assay.checkers.certificates;

/**
 * What the verifier says of a certificate.
 *
 * @param accepted whether the certificate proves what it claims
 * @param reason why not, or what was verified
 */
public record Verification(boolean accepted, String reason) {
  static Verification accept(String reason) {
    return new Verification(true, reason);
  }

  static Verification reject(String reason) {
    return new Verification(false, reason);
  }
}
