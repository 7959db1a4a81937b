package dev.adjoint.view.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.adjoint.view.Graph;
import dev.adjoint.view.Label;
import dev.adjoint.view.Markup;
import dev.adjoint.view.Node;
import dev.adjoint.view.Template;

/** A graph as an SVG picture: values in green, gradients in red. */
public final class Svg {
  private final Graph graph;
  private final Layout layout;
  private final String arrow; // the name of the arrow head, which no other picture on a page may have
  private final StringBuilder svg = new StringBuilder();

  private Svg(Graph graph, Layout layout, String arrow) {
    this.graph = graph;
    this.layout = layout;
    this.arrow = arrow;
  }

  /** The text of an SVG file, which needs nothing else. */
  public static String of(Graph graph) {
    var layout = Layout.of(graph);
    return new Svg(graph, layout, "arrow").document(
        "<style>" + Template.beside(Svg.class, "svg.css").text() + "</style>\n",
        String.format(Locale.ROOT,
            " width=\"%.0f\" height=\"%.0f\"", layout.width(), layout.height()));
  }

  /** Writes an SVG file. */
  public static void write(Graph graph, Path svg) {
    try {
      Files.writeString(svg, of(graph));
    } catch (IOException e) {
      throw new UncheckedIOException("svg: cannot write " + svg, e);
    }
  }

  /** The picture as a part of a page, which styles it. */
  static String within(Graph graph, Layout layout, String arrow) {
    return new Svg(graph, layout, arrow).document("", "");
  }

  private String document(String style, String size) {
    svg.append(String.format(Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 %.0f %.0f\"%s>%n", layout.width(),
        layout.height(), size));
    svg.append(style).append(
        """
            <defs><marker id="%s" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto">\
            <path class="tip" d="M0 0.5 8 4 0 7.5z"/></marker></defs>
            <g class="view">
            """
            .formatted(arrow));
    layout.frames().forEach(this::frame);
    for (var route : layout.routes()) {
      svg.append("<path class=\"edge\" d=\"").append(path(route.points())).append("\" marker-end=\"url(#").append(arrow)
          .append(")\"/>\n");
    }
    graph.nodes().forEach(node -> box(node, layout.boxes().get(node.number())));
    return svg.append("</g>\n</svg>\n").toString();
  }

  private void frame(int number, Layout.Box frame) {
    svg.append(String.format(Locale.ROOT,
        "<g class=\"frame\" data-group=\"%d\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"8\"/>",
        number,
        frame.x(), frame.y(), frame.width(), frame.height()));
    text("name", frame.x() + 12, frame.y() + 19, Layout.fitting(graph.groups().get(number).name(), frame));
    svg.append("</g>\n");
  }

  private void box(Node node, Layout.Box box) {
    svg.append(String.format(Locale.ROOT, "<g class=\"node %s\" data-node=\"%d\" transform=\"translate(%.1f %.1f)\">",
        node.kind().name().toLowerCase(Locale.ROOT), node.number(), box.x(), box.y()));
    svg.append("<title>").append(Markup.escape(node.symbol())).append("</title>");
    svg.append(
        String.format(Locale.ROOT, "<rect width=\"%.1f\" height=\"%.1f\" rx=\"6\"/>", box.width(), box.height()));
    double y = Layout.PADDING + 8.0;
    for (var line : Label.of(node)) {
      text(line.kind().name().toLowerCase(Locale.ROOT), box.width() / 2, y, line.text());
      y += Layout.LINE;
    }
    svg.append("</g>\n");
  }

  private void text(String kind, double x, double y, String text) {
    svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", kind, x, y))
        .append(Markup.escape(text)).append("</text>");
  }

  private static String path(List<Layout.Point> points) {
    var d = new StringBuilder();
    for (var point : points) {
      d.append(d.isEmpty() ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", point.x(), point.y()));
    }
    return d.toString();
  }
}
