/** Clusters: where the nodes of a run come from, and how they are left as they were found. */
@NullMarked
package dev.assay.harness.cluster;

import org.jspecify.annotations.NullMarked;
