/** What goes wrong: faults as values, and the schedule that strikes with them. */
@NullMarked
package dev.assay.nemesis;

import org.jspecify.annotations.NullMarked;
