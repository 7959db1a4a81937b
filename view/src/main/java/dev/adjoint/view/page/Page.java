package dev.adjoint.view.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import dev.adjoint.view.Document;
import dev.adjoint.view.Graph;
import dev.adjoint.view.Markup;
import dev.adjoint.view.Template;
import dev.adjoint.view.WengertList;

/**
 * A page of one file, to be opened in a browser without a network: graphs to step through, forward and backward, node by node.
 *
 * <pre>{@code
 * Page.of("Expression", Graph.of(f)).write(Path.of("expression.html"));
 * Page.titled("Fusion").with("traced", before).with("program", after).write(file);
 * }</pre>
 */
public final class Page {
  private final String title;
  private final List<Sheet> sheets;

  private record Sheet(String name, Graph graph) {
  }

  private Page(String title, List<Sheet> sheets) {
    this.title = title;
    this.sheets = List.copyOf(sheets);
  }

  /** A page with one graph. */
  public static Page of(String title, Graph graph) {
    return titled(title).with(title, graph);
  }

  /** A page without graphs yet. */
  public static Page titled(String title) {
    return new Page(title, List.of());
  }

  /** This page with one graph more, which the reader chooses by its name. */
  public Page with(String name, Graph graph) {
    var more = new ArrayList<>(sheets);
    more.add(new Sheet(name, graph));
    return new Page(title, more);
  }

  /** Writes the page. */
  public void write(Path html) {
    try {
      Files.writeString(html, html());
    } catch (IOException e) {
      throw new UncheckedIOException("page: cannot write " + html, e);
    }
  }

  /** The text of the page. */
  public String html() {
    if (sheets.isEmpty()) {
      throw new IllegalStateException("page: '" + title + "' has no graph; add one with with(name, graph)");
    }
    var sheet = template("sheet.html");
    var pictures = new StringBuilder();
    var data = new ArrayList<Facts>();
    for (int i = 0; i < sheets.size(); i++) {
      var graph = sheets.get(i).graph;
      var layout = Layout.of(graph);
      data.add(Facts.of(sheets.get(i).name, graph, layout, LevelLayout.of(graph, layout)));
      pictures.append(sheet.fill(Map.of("index", Integer.toString(i), "name", Markup.escape(sheets.get(i).name),
          "svg", Svg.within(graph, layout, "arrow" + i), "trace", trace(graph))));
    }
    var body = template("page.html").fill(Map.of("title", Markup.escape(title), "sheets", pictures.toString(),
        "data", new Gson().toJson(data)));
    return new Document(title, template("page.css").text(), body, template("page.js").text()).html();
  }

  private static String trace(Graph graph) {
    var rows = new StringBuilder();
    int i = 0;
    for (var line : WengertList.of(graph).lines()) {
      rows.append("<tr data-node=\"").append(line.node()).append("\"><td>").append(++i).append("</td><td>")
          .append(Markup.escape(line.forward())).append("</td><td>").append(Markup.escape(line.reverse()))
          .append("</td></tr>\n");
    }
    return rows.toString();
  }

  private static Template template(String name) {
    return Template.beside(Page.class, name);
  }
}
