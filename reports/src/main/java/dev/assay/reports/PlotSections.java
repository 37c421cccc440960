package dev.assay.reports;

/** The places that the script draws into, with their controls. */
final class PlotSections {
  private PlotSections() {}

  static void write(RunFacts facts, Html html) {
    html.raw(timeline(!facts.windows().isEmpty()));
    html.raw(charts(facts.clock().isTime()));
  }

  private static String timeline(boolean hasAnomaly) {
    String jump =
        hasAnomaly
            ? "<button type=\"button\" data-jump=\"0\" class=\"alarm\">Jump to the anomaly</button>"
            : "";
    return """
        <section class="card" id="timeline" aria-labelledby="timeline-heading">
        <div class="heading"><h2 id="timeline-heading">Timeline by client</h2>
        <span class="quiet" id="view-range"></span></div>
        <div class="toolbar">
        <form id="search" role="search">
        <input id="query" type="search" autocomplete="off" spellcheck="false"
          placeholder="Find: #index  key:3  value:7  process:4  error:timeout"
          aria-label="Find operations by index, key, value, process or error">
        <button type="button" id="hit-previous" aria-label="Previous match" title="Previous match \
        (Shift+Enter)">‹</button>
        <button type="button" id="hit-next" aria-label="Next match" title="Next match \
        (Enter)">›</button>
        <output id="hits" for="query"></output>
        </form>
        <span class="spacer"></span>
        %s
        <span class="group" role="group" aria-label="Zoom">
        <button type="button" data-zoom="in" aria-label="Zoom in" title="Zoom in (+)">+</button>
        <button type="button" data-zoom="out" aria-label="Zoom out" title="Zoom out (−)">−</button>
        <button type="button" data-zoom="all" title="The whole run (0)">All</button>
        </span>
        </div>
        <div class="legend" id="legend"></div>
        <div class="plot" id="overview-plot"><canvas id="overview" tabindex="0" role="slider"
          aria-label="The part of the run that is shown: arrow keys move it" aria-valuemin="0"
          aria-valuemax="100" aria-valuenow="0"></canvas></div>
        <div class="plot" id="operations-plot"><canvas id="operations" tabindex="0" role="img"
          aria-label="Operations of each client over time"></canvas></div>
        <p class="hint quiet">Drag to move, Ctrl + wheel or + and − to zoom, Shift + drag to zoom \
        into a part, double-click to zoom in, 0 for all. Click an operation for its details; / to \
        search, n and p for the next and previous operation of the client.</p>
        </section>
        """
        .formatted(jump);
  }

  private static String charts(boolean isTime) {
    String latency =
        """
        <section class="card" id="latency"><div class="heading"><h2>Latency</h2>
        <span class="quiet">from invocation to completion, logarithmic</span></div>
        <div class="plot"><canvas id="latency-chart" tabindex="0" role="img"
          aria-label="Latency of each operation over time"></canvas></div></section>
        """;
    String rate =
        """
        <section class="card" id="rate"><div class="heading"><h2>Rate</h2>
        <span class="quiet" id="rate-unit">completions a second</span></div>
        <div class="plot"><canvas id="rate-chart" tabindex="0" role="img"
          aria-label="Completions a second over time, by outcome"></canvas></div></section>
        """;
    return isTime
        ? latency + rate
        : "<p class=\"quiet\">The history has no times: there is no latency and no rate.</p>";
  }
}
