package dev.assay.harness.cluster.support;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * The mark of a cluster: eight letters and digits that no other cluster has, short enough for the
 * names of network interfaces and packet filter chains.
 */
public final class Mark {
  /** The variable that marks the processes of a cluster. */
  public static final String VARIABLE = "ASSAY_CLUSTER";

  /** The variable that names the node of such a process. */
  public static final String NODE_VARIABLE = "ASSAY_NODE";

  private static final String DIGITS = "0123456789abcdefghijkmnpqrstvwxyz";
  private static final int LENGTH = 8;
  private static final Pattern PATTERN = Pattern.compile("[a-z][0-9a-z]{7}");

  private Mark() {}

  /** A new mark. Not drawn from a run's seed: two runs with one seed must not share it. */
  public static String create() {
    SecureRandom random = new SecureRandom();
    StringBuilder mark = new StringBuilder(LENGTH).append('c');
    while (mark.length() < LENGTH) {
      mark.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return mark.toString();
  }

  /** Whether the text can be a mark; what is not one is never acted upon. */
  public static boolean isMark(String text) {
    return PATTERN.matcher(text).matches();
  }
}
