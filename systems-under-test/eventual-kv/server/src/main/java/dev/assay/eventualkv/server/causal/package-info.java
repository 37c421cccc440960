/**
 * The causally consistent store: Ladin, Liskov, Shrira, Ghemawat, Providing High Availability Using
 * Lazy Replication, 1992; convergent as in Lloyd, Freedman, Kaminsky, Andersen, Don't Settle for
 * Eventual (COPS), SOSP 2011.
 */
@NullMarked
package dev.assay.eventualkv.server.causal;

import org.jspecify.annotations.NullMarked;
