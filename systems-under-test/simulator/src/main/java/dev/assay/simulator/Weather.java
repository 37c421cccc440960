package dev.assay.simulator;

/**
 * How network, disks and clocks behave when nobody strikes at them.
 *
 * <p>Times that are drawn have a minimum and a scale: half of them lie within one scale above the
 * minimum, half of the rest within two, and so on, as of an exponential distribution.
 *
 * @param delayMinNanos of a message, between nodes and between clients and nodes
 * @param delayScaleNanos the scale of what comes on top
 * @param slowChance that a message takes {@code slowScaleNanos} as its scale
 * @param slowScaleNanos the scale of slow messages
 * @param lossChance that a message between nodes is lost
 * @param duplicateChance that a message between nodes arrives twice
 * @param isOrdered whether messages from one node to another keep their order
 * @param breakChance that a client's connection breaks during a request, before or after the server
 *     handled it
 * @param syncScaleNanos the scale of an fsync
 * @param driftPpmMax how fast or slow a node's clocks may run, in millionths
 * @param offsetMillisMax how wrong a node's wall clock may be when it starts
 */
public record Weather(
    long delayMinNanos,
    long delayScaleNanos,
    double slowChance,
    long slowScaleNanos,
    double lossChance,
    double duplicateChance,
    boolean isOrdered,
    double breakChance,
    long syncScaleNanos,
    int driftPpmMax,
    long offsetMillisMax) {

  /** A good local network, sound disks, true clocks. */
  public static final Weather CALM =
      new Weather(100_000, 150_000, 0, 0, 0, 0, true, 0, 1_000_000, 0, 0);

  public Weather {
    requireChance("slow", slowChance);
    requireChance("loss", lossChance);
    requireChance("duplicate", duplicateChance);
    requireChance("break", breakChance);
    requireTime("delay-min", delayMinNanos);
    requireTime("delay-scale", delayScaleNanos);
    requireTime("slow-scale", slowScaleNanos);
    requireTime("sync-scale", syncScaleNanos);
    requireTime("offset", offsetMillisMax);
    if (driftPpmMax < 0 || driftPpmMax > 500_000) {
      throw new IllegalArgumentException(
          "drift must be 0 to 500000 millionths, got " + driftPpmMax);
    }
  }

  private static void requireChance(String name, double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException(name + " must be a chance of 0 to 1, got " + chance);
    }
  }

  private static void requireTime(String name, long time) {
    if (time < 0 || time > 1L << 42) {
      throw new IllegalArgumentException(name + " must be 0 to 73 minutes, got " + time);
    }
  }
}
