package dev.assay.checkers.certificates;

/**
 * One micro-operation as certificates and explanations name it.
 *
 * @param transaction the invocation of the transaction that it belongs to
 * @param event the event whose value tells it: that invocation or its completion
 * @param index its place in that value, from 0
 */
public record MicroOpRef(int transaction, int event, int index) {}
