/**
 * What a key can be: states that only grow, joined in any order and any number of times (Shapiro,
 * Preguiça, Baquero, Zawirski, Conflict-free Replicated Data Types, SSS 2011, §2).
 */
@NullMarked
package dev.assay.eventualkv.server.state;

import org.jspecify.annotations.NullMarked;
