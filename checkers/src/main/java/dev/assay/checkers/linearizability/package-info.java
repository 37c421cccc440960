/** Linearizability of single objects: models, search, explanations. */
@NullMarked
package dev.assay.checkers.linearizability;

import org.jspecify.annotations.NullMarked;
