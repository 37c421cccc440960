package dev.assay.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report's style and script, from small files put together. */
final class Assets {
  /** In the order in which they need each other. */
  private static final List<String> SCRIPTS =
      List.of(
          "page.js",
          "words.js",
          "run.js",
          "view.js",
          "faults.js",
          "operations.js",
          "overview.js",
          "charts.js",
          "window.js",
          "order.js",
          "inspector.js",
          "search.js",
          "main.js");

  private Assets() {}

  static String style() {
    return read("report.css");
  }

  static String script() {
    StringBuilder out = new StringBuilder("\"use strict\";\n(() => {\n");
    SCRIPTS.forEach(name -> out.append(read(name)));
    return out.append("})();\n").toString();
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the report's " + name + " is missing from its jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the report's " + name, e);
    }
  }
}
