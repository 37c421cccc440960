/**
 * The store of DeCandia et al., Dynamo: Amazon's Highly Available Key-value Store, SOSP 2007: every
 * node takes every request and asks the key's replicas.
 */
@NullMarked
package dev.assay.eventualkv.server.replica;

import org.jspecify.annotations.NullMarked;
