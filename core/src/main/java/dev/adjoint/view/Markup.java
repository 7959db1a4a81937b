package dev.adjoint.view;

/** Text within markup. */
public final class Markup {
  private Markup() {}

  /** As it may stand between tags and in quoted attributes; what XML does not allow at all becomes a replacement character. */
  public static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD); // any other character stands for itself
      }
    });
    return escaped.toString();
  }

  /** The production Char of XML 1.0. */
  private static boolean isAllowed(int c) {
    return c >= ' ' && c < 0xD800 || c == '\t' || c == '\n' || c == '\r' || c >= 0xE000 && c < 0xFFFE || c >= 0x10000;
  }
}
