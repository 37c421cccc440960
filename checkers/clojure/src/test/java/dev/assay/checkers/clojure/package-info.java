/** Tests of the Clojure door. */
@NullMarked
package dev.assay.checkers.clojure;

import org.jspecify.annotations.NullMarked;
