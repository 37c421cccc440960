package dev.assay.checkers.certificates;

/**
 * Why one version of a key comes before another, if an assumption of the user is right.
 *
 * <p>Whatever the earlier transaction did to the key, it saw or left no later version than what the
 * later one saw or left.
 *
 * @param assumption by the name of its option: {@code linearizable-keys} …
 * @param earlier a read or write of the version that comes first
 * @param later a read or write of the one that comes after it
 */
public record KeyPremise(String assumption, MicroOpRef earlier, MicroOpRef later) {}
