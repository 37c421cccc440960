/**
 * Nodes of this machine's kernel (Linux, root): each with a network, processes, mounts and a name
 * of its own and a real SSH server, on a bridge.
 */
@NullMarked
package dev.assay.harness.cluster.netns;

import org.jspecify.annotations.NullMarked;
