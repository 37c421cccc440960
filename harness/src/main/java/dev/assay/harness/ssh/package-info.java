/** SSH behind a small interface. */
@NullMarked
package dev.assay.harness.ssh;

import org.jspecify.annotations.NullMarked;
