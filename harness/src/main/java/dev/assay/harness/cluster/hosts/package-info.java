/** Nodes that are machines of their own: any hosts with an SSH server, VMs and containers too. */
@NullMarked
package dev.assay.harness.cluster.hosts;

import org.jspecify.annotations.NullMarked;
