package dev.adjoint.nn.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Phase;
import dev.adjoint.nn.Summary;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Scores;
import dev.adjoint.nn.train.Trainer;
import dev.adjoint.view.Markup;
import dev.adjoint.view.Template;

/**
 * A page of one file on a training, written anew while it runs, which a browser then shows anew, and a last time at its end.
 *
 * <pre>{@code
 * var report = Report.html("Digits", Path.of("report.html")).model(network, FLOAT32.tensor(1, 64)).gradients(trainer, batch)
 *     .with("Confusion matrix", () -> ConfusionChart.of(ConfusionMatrix.of(network.forward(x), labels)));
 * trainer.fit(train, test, Plan.epochs(30).tell(report));
 * }</pre>
 */
public final class Report implements Listener {
  private static final int SHARPNESS = 2;
  private static final int SHARE = 20; // of the time, at least, passes between two writings

  private final String title;
  private final Path html;
  private final List<Epoch> epochs = new ArrayList<>();
  private final Map<String, Supplier<Picture>> sections = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Histograms weights = new Histograms("weights");
  private final Histograms gradients = new Histograms("gradients");
  private Optional<Summary> summary = Optional.empty();
  private Optional<IntToDoubleFunction> learningRate = Optional.empty();
  private Optional<Supplier<List<Tensor>>> gradientsNow = Optional.empty();
  private Duration pause = Duration.ofSeconds(2);
  private int planned;
  private long written;
  private long cost;

  private Report(String title, Path html) {
    this.title = title;
    this.html = html;
  }

  /** A report that will be written to a file. */
  public static Report html(String title, Path file) {
    return new Report(title, file);
  }

  /** With a summary of the model, given the type of its input, and histograms of its parameters. */
  public Report model(Layer model, TensorType input) {
    summary = Optional.of(model.summary(input));
    summary.get().rows().forEach(row -> row.parameters().forEach(p -> parameters.put(row.name() + " " + p.name(), p)));
    return this;
  }

  /** With histograms of the gradients of a batch after every epoch. Their names are those of {@link #model}. */
  public Report gradients(Trainer trainer, Dataset batch) {
    gradientsNow = Optional.of(() -> trainer.gradients(batch, Phase.INFERENCE).gradients());
    return this;
  }

  /** With the learning rate of each epoch, counted from 1. */
  public Report learningRate(IntToDoubleFunction rate) {
    learningRate = Optional.of(rate);
    return this;
  }

  /** With a picture that is drawn whenever the report is written. */
  public Report with(String heading, Supplier<Picture> picture) {
    sections.put(heading, picture);
    return this;
  }

  /**
   * Written no more often than this while the training runs: every two seconds unless said, and more seldom where writing takes
   * more than a twentieth of the time. {@link Duration#ZERO} means after every epoch.
   */
  public Report every(Duration time) {
    pause = time;
    return this;
  }

  @Override
  public void started(int plannedEpochs, int batchesPerEpoch) {
    planned = epochs.size() + plannedEpochs;
    write(true);
  }

  @Override
  public void epoch(Epoch epoch) {
    epochs.add(epoch);
    weights.add(epoch.number(), () -> named(parameters.values().stream().map(Parameter::value).toList()));
    gradientsNow.ifPresent(now -> gradients.add(epoch.number(), () -> named(now.get())));
    if (pause.isZero() || System.nanoTime() - written >= Math.max(pause.toNanos(), SHARE * cost)) {
      write(true);
    }
  }

  private Map<String, Tensor> named(List<Tensor> list) {
    var names = List.copyOf(parameters.keySet());
    var map = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < list.size(); i++) {
      map.put(i < names.size() ? names.get(i) : "parameter " + (i + 1), list.get(i));
    }
    return map;
  }

  @Override
  public void finished() {
    write(false);
  }

  /** Writes a file beside it and puts that in its place, so that a browser never reads half a page. */
  private void write(boolean running) {
    long start = System.nanoTime();
    try {
      var file = html.resolveSibling(html.getFileName() + ".new");
      Files.writeString(file, page(running));
      Files.move(file, html, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("report: cannot write " + html, e);
    }
    written = System.nanoTime();
    cost = written - start;
  }

  private String page(boolean running) {
    var body = new StringBuilder();
    if (!epochs.isEmpty()) {
      var history = new History(epochs);
      section(body, "Learning curves",
          learningRate.map(rate -> LearningCurve.curves(history, rate))
              .orElseGet(() -> LearningCurve.curves(history)));
      sections.forEach((heading, picture) -> section(body, heading, List.of(picture.get())));
      section(body, "Weights over the epochs", weights.pictures());
      section(body, "Gradients over the epochs", gradients.pictures());
    }
    summary
        .ifPresent(s -> body.append("<section><h2>Model</h2><pre tabindex=\"0\">").append(Markup.escape(s.toString()))
            .append("</pre></section>\n"));
    if (!epochs.isEmpty()) {
      body.append(table());
    }
    int done = epochs.isEmpty() ? 0 : epochs.getLast().number();
    var state = running
        ? "running: epoch %d of %d is done".formatted(done, planned)
        : "finished after %d epochs".formatted(done);
    return template("report.html").fill(Map.of("title", Markup.escape(title), "style", template("report.css").text(),
        "script",
        template("report.js").text(), "running", Boolean.toString(running), "state", state, "scores", scores(), "body",
        body.toString()));
  }

  private String scores() {
    if (epochs.isEmpty()) {
      return "";
    }
    var last = epochs.getLast();
    var text = new StringBuilder();
    score(text, "training", last.train());
    last.validation().ifPresent(v -> score(text, "validation", v));
    return text.toString();
  }

  private static void score(StringBuilder text, String of, Scores scores) {
    var values = new LinkedHashMap<String, Double>();
    values.put("loss", scores.loss());
    values.putAll(scores.metrics());
    values.forEach((name, value) -> text.append("<div><dt>").append(of).append(' ').append(Markup.escape(name))
        .append("</dt><dd>").append(number(value)).append("</dd></div>\n"));
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.4f", x);
  }

  private static void section(StringBuilder body, String heading, List<Picture> pictures) {
    if (pictures.isEmpty()) {
      return;
    }
    body.append("<section><h2>").append(Markup.escape(heading)).append("</h2><div class=\"pictures\">\n");
    for (var picture : pictures) {
      body.append("<img alt=\"").append(Markup.escape(picture.description())).append("\" width=\"")
          .append(picture.width())
          .append("\" height=\"").append(picture.height()).append("\" src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(picture.png(SHARPNESS))).append("\">\n");
    }
    body.append("</div></section>\n");
  }

  private String table() {
    var names = new ArrayList<>(List.of("loss"));
    names.addAll(epochs.getFirst().train().metrics().keySet());
    var text = new StringBuilder(
        "<section><h2>Epochs</h2><details><summary>All numbers</summary><div class=\"scroll\" ")
        .append("tabindex=\"0\"><table><thead><tr><th scope=\"col\">epoch</th>");
    names.forEach(name -> text.append("<th scope=\"col\">training ").append(Markup.escape(name)).append("</th>"));
    names.forEach(name -> text.append("<th scope=\"col\">validation ").append(Markup.escape(name)).append("</th>"));
    text.append("</tr></thead><tbody>\n");
    for (var epoch : epochs) {
      text.append("<tr><th scope=\"row\">").append(epoch.number()).append("</th>");
      cells(text, names.size(), Optional.of(epoch.train()));
      cells(text, names.size(), epoch.validation());
      text.append("</tr>\n");
    }
    return text.append("</tbody></table></div></details></section>\n").toString();
  }

  private static void cells(StringBuilder text, int columns, Optional<Scores> scores) {
    if (scores.isEmpty()) {
      text.append("<td></td>".repeat(columns));
    } else {
      text.append("<td>").append(number(scores.get().loss())).append("</td>");
      scores.get().metrics().values().forEach(value -> text.append("<td>").append(number(value)).append("</td>"));
    }
  }

  private static Template template(String name) {
    return Template.beside(Report.class, name);
  }
}
