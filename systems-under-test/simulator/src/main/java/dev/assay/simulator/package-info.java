/**
 * A cluster in one thread and virtual time: the same seed gives the same run.
 *
 * <p>{@link dev.assay.simulator.SimCluster} hosts any {@link dev.assay.runtime.Program}. Network,
 * disks and clocks misbehave as {@link dev.assay.simulator.Weather} says; crashes, pauses, cuts and
 * clock jumps come from whoever drives the cluster. Every concern draws from random numbers of its
 * own, forked from the seed by a label. The shape is that of Accord's burn test and of
 * TigerBeetle's VOPR: state machines behind interfaces and one queue of events.
 */
@NullMarked
package dev.assay.simulator;

import org.jspecify.annotations.NullMarked;
