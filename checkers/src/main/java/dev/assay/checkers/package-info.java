/** Was it legal: what every checker takes and gives. */
@NullMarked
package dev.assay.checkers;

import org.jspecify.annotations.NullMarked;
