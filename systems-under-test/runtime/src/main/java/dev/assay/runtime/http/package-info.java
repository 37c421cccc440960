/** Answers of servers to their clients: one JSON object, with a word for what went wrong. */
@NullMarked
package dev.assay.runtime.http;

import org.jspecify.annotations.NullMarked;
