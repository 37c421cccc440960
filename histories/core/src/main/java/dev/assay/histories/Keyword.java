package dev.assay.histories;

/** An EDN keyword such as {@code :append}; {@code name} is without the colon. */
public record Keyword(String name) {
  // A record makes its own methods at its first use, with a dozen classes: too slow for what each
  // small history needs.
  @Override
  public boolean equals(Object other) {
    return other instanceof Keyword keyword && name.equals(keyword.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return ":" + name;
  }
}
