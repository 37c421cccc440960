/**
 * Evidence for verdicts and the small independent verifier that checks it.
 *
 * <p>Nothing here uses code of a checker: a defect there must not be able to hide itself here.
 */
@NullMarked
package dev.assay.checkers.certificates;

import org.jspecify.annotations.NullMarked;
