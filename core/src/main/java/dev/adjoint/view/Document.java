package dev.adjoint.view;

import java.util.Map;

/**
 * A page of one file, to be opened in a browser: it loads nothing, and nothing within it may.
 *
 * @param title plain, not escaped
 * @param style what it adds to the style of all pages
 * @param body markup
 * @param script that runs at its end
 */
public record Document(String title, String style, String body, String script) {

  /** The text of the file. */
  public String html() {
    return Template.beside(Document.class, "document.html").fill(Map.of("title", Markup.escape(title), "style", style,
        "common", Template.beside(Document.class, "document.css").text(), "body", body, "script", script));
  }
}
