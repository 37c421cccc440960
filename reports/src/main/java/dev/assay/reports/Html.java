package dev.assay.reports;

/** Text made safe for HTML. Everything in a report that was not written by us passes here. */
final class Html {
  private Html() {}

  /**
   * Escapes text for an element's content or a quoted attribute. Characters that would hide or
   * reorder what is shown (controls, bidirectional overrides) are shown by their code.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t' -> out.append(c);
        default -> {
          if (EdnText.isInvisible(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
