package dev.assay.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Times as logarithmic bars, one a line; those of peers are of dots. */
final class GrowthPlot {
  private static final int BAR_WIDTH_A_DECADE = 8;
  private static final double BAR_MILLIS_MIN = 0.1;

  private GrowthPlot() {}

  /** One bar, at so many of what is counted, and the verdict or the name of the peer. */
  record Point(int at, double millis, String verdict) {}

  static void print(PrintWriter out, String title, List<Point> points, List<Point> peers) {
    out.println(title);
    List<Point> all = new ArrayList<>(points);
    all.addAll(peers);
    all.sort(Comparator.comparingInt(Point::at));
    for (Point point : all) {
      double decades = Math.log10(Math.max(point.millis(), BAR_MILLIS_MIN) / BAR_MILLIS_MIN);
      boolean isPeer = peers.contains(point);
      String bar = (isPeer ? "." : "#").repeat((int) Math.round(decades * BAR_WIDTH_A_DECADE));
      out.printf(
          Locale.ROOT,
          "%,12d %12.2f ms  %s %s%n",
          point.at(),
          point.millis(),
          bar,
          point.verdict());
    }
    out.println();
    out.flush();
  }
}
