/** The workloads that come with Assay. */
@NullMarked
package dev.assay.harness.workload;

import org.jspecify.annotations.NullMarked;
