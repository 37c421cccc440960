package dev.assay.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
final class Suggestions {
  private Suggestions() {}

  /** The name nearest to what was typed, when one is near enough to be meant. */
  static Optional<String> nearest(String typed, Collection<String> names) {
    String lower = typed.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, typed.length() / 3);
    return names.stream()
        .filter(name -> distance(lower, name) <= limit || isPrefix(lower, name))
        .min(
            Comparator.comparingInt((String name) -> distance(lower, name))
                .thenComparing(name -> name));
  }

  /** {@code no system "rat-kv": did you mean raft-kv?}, or what there is when nothing is near. */
  static String unknown(String what, String typed, Collection<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    String rest =
        nearest(typed, names)
            .map(name -> "did you mean " + name + "?")
            .orElse(sorted.isEmpty() ? "there is none" : "there is " + String.join(", ", sorted));
    return "no " + what + " \"" + Text.printable(typed) + "\": " + rest;
  }

  private static boolean isPrefix(String typed, String name) {
    return typed.replaceFirst("^-+", "").length() >= 2 && name.startsWith(typed);
  }

  /**
   * The optimal string alignment distance: insertions, deletions, substitutions and swaps of
   * neighbours that lead from one to the other. O(|a|·|b|).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
