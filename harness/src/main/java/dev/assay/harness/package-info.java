/**
 * Make it happen: what a system, a workload, a fault and a cluster are to the runner.
 *
 * <p>The interfaces of this package are the ones to implement; {@link java.util.ServiceLoader}
 * finds the providers.
 */
@NullMarked
package dev.assay.harness;

import org.jspecify.annotations.NullMarked;
