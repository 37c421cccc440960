/** Generators: immutable values that say which operation comes next. */
@NullMarked
package dev.assay.harness.generator;

import org.jspecify.annotations.NullMarked;
