/** Transactions on keys that come and go, read one by one and by predicates. */
@NullMarked
package dev.assay.checkers.isolation.predicates;

import org.jspecify.annotations.NullMarked;
