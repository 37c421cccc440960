/** Env, the only door to the world that a system of ours has. */
@NullMarked
package dev.assay.runtime;

import org.jspecify.annotations.NullMarked;
