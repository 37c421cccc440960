/** Checks claims on many random values and makes a value that breaks one small. */
@NullMarked
package dev.assay.checkers.property;

import org.jspecify.annotations.NullMarked;
