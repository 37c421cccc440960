/**
 * Models of objects: what they may return, one small class each. Names, operations and meanings are
 * Knossos' and Jepsen's where they have them.
 */
@NullMarked
package dev.assay.checkers.linearizability.models;

import org.jspecify.annotations.NullMarked;
