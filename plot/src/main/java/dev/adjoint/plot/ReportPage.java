package dev.adjoint.plot;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.nn.Summary;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Scores;
import dev.adjoint.view.Document;
import dev.adjoint.view.Markup;
import dev.adjoint.view.Quantity;
import dev.adjoint.view.Template;

/** The text of a {@link Report}: a head with the state and the last scores, and sections. */
final class ReportPage {
  private static final int SHARPNESS = 2;

  private final StringBuilder body = new StringBuilder();

  /** Pictures side by side; none make no section. */
  void pictures(String heading, List<Picture> pictures) {
    if (!pictures.isEmpty()) {
      var images = new StringBuilder("<div class=\"pictures\">\n");
      pictures.forEach(picture -> images.append(image(picture)));
      section(heading, images.append("</div>").toString());
    }
  }

  private static String image(Picture picture) {
    return "<img alt=\"" + Markup.escape(picture.description()) + "\" width=\"" + picture.width() + "\" height=\""
        + picture.height() + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(picture.png(SHARPNESS)) + "\">\n";
  }

  /** Why there are no pictures. */
  void failure(String heading, RuntimeException e) {
    section(heading, "<p>cannot be drawn: " + Markup.escape(e.toString()) + "</p>");
  }

  /** The layers of the model. */
  void model(Summary summary) {
    section("Model", "<pre tabindex=\"0\">" + Markup.escape(summary.toString()) + "</pre>");
  }

  /** A table of all numbers. */
  void epochs(List<Epoch> epochs) {
    var names = new ArrayList<>(List.of("loss"));
    names.addAll(epochs.getFirst().train().metrics().keySet());
    var columns = new ArrayList<>(List.of("epoch", "learning rate"));
    names.forEach(name -> columns.add("training " + name));
    names.forEach(name -> columns.add("validation " + name));
    var table = new StringBuilder("""
        <details><summary>All numbers</summary><div class="scroll" tabindex="0"><table><thead><tr>""");
    columns.forEach(name -> table.append("<th scope=\"col\">").append(Markup.escape(name)).append("</th>"));
    table.append("</tr></thead><tbody>\n");
    for (var epoch : epochs) {
      table.append("<tr><th scope=\"row\">").append(epoch.number()).append("</th><td>")
          .append(Quantity.number(epoch.learningRate())).append("</td>");
      cells(table, names.size(), Optional.of(epoch.train()));
      cells(table, names.size(), epoch.validation());
      table.append("</tr>\n");
    }
    section("Epochs", table.append("</tbody></table></div></details>").toString());
  }

  private static void cells(StringBuilder table, int columns, Optional<Scores> scores) {
    scores.ifPresentOrElse(
        s -> all(s).values().forEach(value -> table.append("<td>").append(score(value)).append("</td>")),
        () -> table.append("<td></td>".repeat(columns)));
  }

  private void section(String heading, String content) {
    body.append("<section><h2>").append(Markup.escape(heading)).append("</h2>").append(content).append("</section>\n");
  }

  /** The page. */
  String html(String title, boolean running, int planned, List<Epoch> epochs) {
    int done = epochs.isEmpty() ? 0 : epochs.getLast().number();
    var state = running
        ? "running: epoch %d of %d is done".formatted(done, planned)
        : "finished after %d epochs".formatted(done);
    var page = template("report.html").fill(Map.of("title", Markup.escape(title), "running", Boolean.toString(running),
        "state", state, "scores", epochs.isEmpty() ? "" : scores(epochs.getLast()), "body", body.toString()));
    return new Document(title, template("report.css").text(), page, template("report.js").text()).html();
  }

  private static String scores(Epoch last) {
    var tiles = new LinkedHashMap<String, String>();
    all(last.train()).forEach((name, value) -> tiles.put("training " + name, score(value)));
    last.validation().ifPresent(
        scores -> all(scores).forEach((name, value) -> tiles.put("validation " + name, score(value))));
    tiles.put("learning rate", Quantity.number(last.learningRate()));
    var text = new StringBuilder();
    tiles
        .forEach((name, value) -> text.append("<div><dt>").append(Markup.escape(name)).append("</dt><dd>").append(value)
            .append("</dd></div>\n"));
    return text.toString();
  }

  private static Map<String, Double> all(Scores scores) {
    var all = new LinkedHashMap<String, Double>();
    all.put("loss", scores.loss());
    all.putAll(scores.metrics());
    return all;
  }

  private static String score(double x) {
    return String.format(Locale.ROOT, "%.4f", x);
  }

  private static Template template(String name) {
    return Template.beside(ReportPage.class, name);
  }
}
