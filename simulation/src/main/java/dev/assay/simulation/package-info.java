/**
 * The same tests in virtual time: generators, workloads, clients, faults and checkers of the
 * harness around a {@link dev.assay.simulator.SimCluster}.
 *
 * <p>A {@link dev.assay.simulation.SimulatedSystem} is what a system needs for it. {@link
 * dev.assay.simulation.Swarm} draws a {@link dev.assay.simulation.SimulationPlan} from a seed,
 * {@link dev.assay.simulation.Simulation} runs it.
 */
@NullMarked
package dev.assay.simulation;

import org.jspecify.annotations.NullMarked;
