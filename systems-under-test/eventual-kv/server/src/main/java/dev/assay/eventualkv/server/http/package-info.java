/** What clients ask, and how they are answered. */
@NullMarked
package dev.assay.eventualkv.server.http;

import org.jspecify.annotations.NullMarked;
