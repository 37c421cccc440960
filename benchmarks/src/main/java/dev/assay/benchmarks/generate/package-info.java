/** Histories of any size from a seed, valid by construction, with anomalies where asked for. */
@NullMarked
package dev.assay.benchmarks.generate;

import org.jspecify.annotations.NullMarked;
