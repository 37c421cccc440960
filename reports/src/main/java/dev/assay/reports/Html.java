package dev.assay.reports;

import java.util.List;

/**
 * Builds HTML in which every text is escaped. Tag and attribute names come from the code alone;
 * texts and attribute values may come from anybody.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Opens an element; attributes are names and values in turn. */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(attributes[i + 1])).append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An element that holds only text. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** HTML that this package made; never anything read. */
  Html raw(String html) {
    out.append(html);
    return this;
  }

  /** A table's head. A name that begins with {@code #} is a column of numbers. */
  Html tableHead(List<String> names) {
    open("thead").open("tr");
    for (String name : names) {
      boolean number = name.startsWith("#");
      element("th", number ? name.substring(1) : name, "class", number ? "number" : "words");
    }
    return close("tr").close("thead");
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /**
   * Escapes text for an element's content or a quoted attribute. Characters that would hide or
   * reorder what is shown (controls, bidirectional overrides) are shown by their code.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    String visible = EdnText.visible(text);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
