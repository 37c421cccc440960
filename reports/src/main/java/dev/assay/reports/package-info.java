/** Show it: a run as one self-contained HTML file. */
@NullMarked
package dev.assay.reports;

import org.jspecify.annotations.NullMarked;
