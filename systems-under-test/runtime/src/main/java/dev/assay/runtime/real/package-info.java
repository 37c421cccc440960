/** The real host of a program: one event loop thread, sockets, files and fsync. */
@NullMarked
package dev.assay.runtime.real;

import org.jspecify.annotations.NullMarked;
