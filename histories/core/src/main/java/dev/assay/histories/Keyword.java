package dev.assay.histories;

/** An EDN keyword such as {@code :append}; {@code name} is without the colon. */
public record Keyword(String name) {
  @Override
  public String toString() {
    return ":" + name;
  }
}
