/** What all kinds of clusters need: folders, marked processes, many nodes at a time. */
@NullMarked
package dev.assay.harness.cluster.support;

import org.jspecify.annotations.NullMarked;
