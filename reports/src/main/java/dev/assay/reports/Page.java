package dev.assay.reports;

/** The page as text. */
final class Page {
  private Page() {}

  static String of(ReportInput input) {
    String title = Html.escape(input.title());
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title></head>
        <body><h1>%s</h1><p>%s: %s</p></body></html>
        """
        .formatted(
            title,
            title,
            Html.escape(input.verdict().summary().consistency()),
            input.verdict().label());
  }
}
