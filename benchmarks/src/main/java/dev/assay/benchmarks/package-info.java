/** Measures what the rest promises, on histories of any size made from a seed. */
@NullMarked
package dev.assay.benchmarks;

import org.jspecify.annotations.NullMarked;
