/** Readers and writers of histories, and the crash-safe run store. */
@NullMarked
package dev.assay.histories.format;

import org.jspecify.annotations.NullMarked;
