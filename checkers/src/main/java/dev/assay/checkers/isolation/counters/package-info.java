/** Transactions that increment counters and read them. */
@NullMarked
package dev.assay.checkers.isolation.counters;

import org.jspecify.annotations.NullMarked;
