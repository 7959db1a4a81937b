package dev.adjoint.view;

import java.util.ArrayList;
import java.util.List;

/** What stands on a node: how it is computed, its type, its value and its gradient. */
public final class Label {
  private static final int WIDEST = 40;

  private Label() {}

  /** What a line says. */
  public enum Kind {
    FORMULA,
    TYPE,
    VALUE,
    GRADIENT,
    NOTE
  }

  /**
   * A line of a label.
   *
   * @param kind what it says
   * @param text plain, not escaped for any language
   */
  public record Line(Kind kind, String text) {
  }

  /** The lines, the formula first. */
  public static List<Line> of(Node node) {
    var lines = new ArrayList<Line>();
    if (node.kind() == Node.Kind.STEP) {
      lines.add(new Line(Kind.FORMULA, node.symbol()));
      wrapped(node.formula()).forEach(text -> lines.add(new Line(Kind.NOTE, text)));
    } else {
      var formula = node.formula().isEmpty() ? node.symbol() : node.symbol() + " = " + node.formula();
      lines.add(new Line(Kind.FORMULA, shortened(formula)));
    }
    if (!node.value().map(Quantity::isNumber).orElse(false)) {
      lines.add(new Line(Kind.TYPE, shortened(node.type())));
    }
    node.value().map(Quantity::brief).filter(v -> !v.equals(node.symbol()))
        .ifPresent(v -> lines.add(new Line(Kind.VALUE, v)));
    node.gradient().ifPresent(gradient -> lines.add(new Line(Kind.GRADIENT, "∇ " + gradient.brief())));
    node.notes().forEach(note -> lines.add(new Line(Kind.NOTE, shortened(note))));
    return lines;
  }

  /** In lines of whole words. */
  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= WIDEST) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }
}
