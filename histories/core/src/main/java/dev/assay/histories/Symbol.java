package dev.assay.histories;

/** An EDN symbol such as {@code foo/bar}. */
public record Symbol(String name) {
  @Override
  public String toString() {
    return name;
  }
}
