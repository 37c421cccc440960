/** How clients reach nodes: one interface for sockets and for a simulator. */
@NullMarked
package dev.assay.harness.client;

import org.jspecify.annotations.NullMarked;
