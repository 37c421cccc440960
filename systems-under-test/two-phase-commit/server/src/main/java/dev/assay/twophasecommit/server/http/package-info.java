/** What clients ask and operators see. */
@NullMarked
package dev.assay.twophasecommit.server.http;

import org.jspecify.annotations.NullMarked;
