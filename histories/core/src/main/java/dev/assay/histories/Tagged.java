package dev.assay.histories;

import org.jspecify.annotations.Nullable;

/** A tagged EDN element such as {@code #inst "2026-01-01"}; {@code tag} is without the hash. */
public record Tagged(String tag, @Nullable Object value) {
  @Override
  public String toString() {
    return "#" + tag + " " + value;
  }
}
