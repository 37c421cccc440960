/**
 * Checks transactions against the timestamps that their database tells: whether these are an order
 * that explains every read. Sorting and one replay, as Chronos does it (Li et al., Online
 * Timestamp-based Transactional Isolation Checking of Database Systems, ICDE 2025).
 */
@NullMarked
package dev.assay.checkers.isolation.timestamps;

import org.jspecify.annotations.NullMarked;
