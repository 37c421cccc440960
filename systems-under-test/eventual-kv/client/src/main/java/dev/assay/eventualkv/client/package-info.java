/** How the harness deploys and asks the eventually consistent store. */
@NullMarked
package dev.assay.eventualkv.client;

import org.jspecify.annotations.NullMarked;
