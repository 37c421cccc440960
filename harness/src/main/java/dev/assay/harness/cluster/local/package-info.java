/**
 * Nodes on this machine without root: an SSH server in the harness's JVM for each, on its own
 * loopback address, and links through proxies that can be cut.
 */
@NullMarked
package dev.assay.harness.cluster.local;

import org.jspecify.annotations.NullMarked;
