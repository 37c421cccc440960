package dev.assay.reports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page as text. */
final class Page {
  private Page() {}

  static String of(ReportInput input) {
    RunFacts facts = RunFacts.of(input);
    Html body = new Html();
    writeMasthead(facts, body);
    body.open("main");
    VerdictSection.write(facts, body);
    ProofSection.write(facts, body);
    LamportSection.write(facts, body);
    PlotSections.write(facts, body);
    NumbersSection.write(facts, body);
    RerunSection.write(facts, body);
    body.close("main");
    String script = Assets.script();
    String style = Assets.style();
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        """
            .formatted(
                policy(script, style),
                Html.escape(
                    VerdictSection.word(input.verdict()) + " · " + input.title() + " · Assay"),
                style)
        + body
        + RunData.of(facts).html()
        + "<script>"
        + script
        + "</script>\n</body>\n</html>\n";
  }

  private static void writeMasthead(RunFacts facts, Html html) {
    html.open("header", "class", "masthead");
    html.element("p", "Assay report", "class", "eyebrow");
    html.element("h1", facts.input().title());
    html.element("p", subtitle(facts), "class", "quiet");
    html.open("nav", "aria-label", "Sections");
    if (!facts.proofs().isEmpty()) {
      html.element("a", "Proof", "href", "#proof");
    }
    if (!facts.input().trace().isEmpty()) {
      html.element("a", "Messages", "href", "#messages");
    }
    html.element("a", "Timeline", "href", "#timeline");
    if (facts.clock().isTime()) {
      html.element("a", "Latency", "href", "#latency");
      html.element("a", "Rate", "href", "#rate");
    }
    html.element("a", "Test quality", "href", "#quality");
    html.element("a", "Faults", "href", "#faults");
    html.element("a", "Numbers", "href", "#counts");
    html.element("a", "Run it again", "href", "#rerun");
    html.close("nav").close("header");
  }

  private static String subtitle(RunFacts facts) {
    String length =
        facts.clock().isTime()
            ? " in " + Words.duration(facts.clock().lengthNanos())
            : ", without times";
    String faults =
        facts.faults().bands().isEmpty()
            ? ""
            : ", " + Words.count(facts.faults().bands().size(), "fault");
    return Words.count(facts.statistics().all().total(), "operation") + length + faults;
  }

  /** Nothing may be loaded or sent, and no script or style but these two may run. */
  private static String policy(String script, String style) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src '"
        + hash(script)
        + "'; style-src '"
        + hash(style)
        + "'";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
