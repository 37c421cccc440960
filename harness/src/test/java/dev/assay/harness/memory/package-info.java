/** A system under test in this JVM, to test the runner with. */
@NullMarked
package dev.assay.harness.memory;

import org.jspecify.annotations.NullMarked;
