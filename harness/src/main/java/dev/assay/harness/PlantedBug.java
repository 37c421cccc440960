package dev.assay.harness;

/**
 * A named switch that breaks a system in a way real systems have been broken.
 *
 * @param source where it was seen: a paper's section, a published bug
 */
public record PlantedBug(String name, String description, String source) {}
