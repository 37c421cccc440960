/**
 * Random schedules of everything that may go wrong, in memory, with a judge for appends and reads.
 */
@NullMarked
package dev.assay.raftkv.server.chaos;

import org.jspecify.annotations.NullMarked;
