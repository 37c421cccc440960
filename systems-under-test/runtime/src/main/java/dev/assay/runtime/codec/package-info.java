/** Messages and records as bytes. */
@NullMarked
package dev.assay.runtime.codec;

import org.jspecify.annotations.NullMarked;
