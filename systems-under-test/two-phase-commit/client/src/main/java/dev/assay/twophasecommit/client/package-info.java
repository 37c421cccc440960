/** How the harness deploys and asks the store of two-phase commit. */
@NullMarked
package dev.assay.twophasecommit.client;

import org.jspecify.annotations.NullMarked;
