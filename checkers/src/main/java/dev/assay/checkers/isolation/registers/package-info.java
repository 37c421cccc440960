/**
 * Transactions that read and write registers, every write a value of its own: who read from whom is
 * known, in which order the writes came is not, unless something tells.
 *
 * <p>{@link dev.assay.checkers.isolation.registers.Registers} takes a history apart, {@link
 * dev.assay.checkers.isolation.registers.RwRegister} infers what needs no search, and {@link
 * dev.assay.checkers.isolation.registers.CompleteCheck} decides the levels that need one.
 */
@NullMarked
package dev.assay.checkers.isolation.registers;

import org.jspecify.annotations.NullMarked;
