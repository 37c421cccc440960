package dev.assay.harness;

import org.jspecify.annotations.Nullable;

/**
 * What a client is asked to do.
 *
 * @param f {@code read}, {@code write}, {@code cas} …
 * @param key the object it concerns, or null when there is only one
 * @param value the argument: null for a read, {@code List.of(from, to)} for a cas
 */
public record Operation(String f, @Nullable Object key, @Nullable Object value) {}
