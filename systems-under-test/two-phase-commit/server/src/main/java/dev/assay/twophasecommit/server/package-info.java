/** A store of transactions over several nodes: the command that runs it, and its planted bugs. */
@NullMarked
package dev.assay.twophasecommit.server;

import org.jspecify.annotations.NullMarked;
