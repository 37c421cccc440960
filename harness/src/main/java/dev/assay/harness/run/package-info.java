/** The runner: one test from deployment to the last fetched log. */
@NullMarked
package dev.assay.harness.run;

import org.jspecify.annotations.NullMarked;
