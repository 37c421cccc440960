/** The server of the eventually consistent store: a program that somebody else tests. */
@NullMarked
package dev.assay.eventualkv.server;

import org.jspecify.annotations.NullMarked;
