package dev.assay.histories;

import java.math.BigInteger;

/** A fraction that is no integer, such as {@code 1/3}: in lowest terms, denominator above one. */
public record Ratio(BigInteger numerator, BigInteger denominator) {
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
