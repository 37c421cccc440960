/** How a server comes to a node, with its own Java runtime, and how its process is looked after. */
@NullMarked
package dev.assay.harness.deploy;

import org.jspecify.annotations.NullMarked;
