/**
 * A cluster in memory in which nothing happens by itself: a test moves the clock, delivers, loses
 * and repeats messages, completes syncs, crashes and restarts nodes.
 */
@NullMarked
package dev.assay.runtime.manual;

import org.jspecify.annotations.NullMarked;
