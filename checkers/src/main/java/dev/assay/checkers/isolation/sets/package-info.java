/** Transactions that add elements to sets and read whole sets. */
@NullMarked
package dev.assay.checkers.isolation.sets;

import org.jspecify.annotations.NullMarked;
