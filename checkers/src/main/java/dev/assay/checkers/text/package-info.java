/** Anomalies in words, for terminals: renders the explanations that checkers give as data. */
@NullMarked
package dev.assay.checkers.text;

import org.jspecify.annotations.NullMarked;
