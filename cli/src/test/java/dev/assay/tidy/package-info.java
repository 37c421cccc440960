/** Checks of the source tree itself. */
@NullMarked
package dev.assay.tidy;

import org.jspecify.annotations.NullMarked;
