/**
 * What happened: operations and the columnar {@link dev.assay.histories.History} they are kept in.
 *
 * <p>This package depends on nothing; formats and the run store live beside it.
 */
@NullMarked
package dev.assay.histories;

import org.jspecify.annotations.NullMarked;
