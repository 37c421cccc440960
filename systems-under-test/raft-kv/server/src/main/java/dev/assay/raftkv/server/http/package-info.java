/** The clients' door: HTTP that one can poke with curl. */
@NullMarked
package dev.assay.raftkv.server.http;

import org.jspecify.annotations.NullMarked;
