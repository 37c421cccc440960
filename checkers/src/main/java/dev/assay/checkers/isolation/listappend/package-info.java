/**
 * Transactions that append unique elements to lists and read whole lists: every read tells the
 * order in which the elements before were appended (Kingsbury and Alvaro, Elle, VLDB 2020, section
 * 4.2.1).
 */
@NullMarked
package dev.assay.checkers.isolation.listappend;

import org.jspecify.annotations.NullMarked;
