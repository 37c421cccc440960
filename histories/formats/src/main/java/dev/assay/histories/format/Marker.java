package dev.assay.histories.format;

/** What a parser returns in place of a value. */
enum Marker {
  /** An integer, which the parser keeps unboxed in a field. */
  INTEGER,
  /** No value: the end of the input, or of a collection. */
  ABSENT
}
