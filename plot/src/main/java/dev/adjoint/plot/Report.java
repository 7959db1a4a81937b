package dev.adjoint.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Summary;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Trainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page of one file on a training, written anew while it runs, which a browser then shows anew, and a last time at its end.
 *
 * <pre>{@code
 * var report = Report.html("Digits", Path.of("report.html")).model(network, FLOAT32.tensor(1, 64)).gradients(trainer, batch)
 *     .with("Confusion matrix", () -> ConfusionChart.of(ConfusionMatrix.of(network.forward(x), labels)));
 * trainer.fit(train, test, Plan.epochs(30).listener(report));
 * }</pre>
 *
 * <p>Pictures are drawn and the page is written on another thread, from the model as it was when the epoch ended; the training
 * waits for the last page only. What cannot be drawn or written is logged once, and the training goes on.
 */
public final class Report implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Report.class);
  private static final int SHARE = 20; // of the time, at least, passes between two writings

  private final String title;
  private final Path html;
  private final List<Epoch> epochs = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Supplier<Picture>> sections = new LinkedHashMap<>();
  private final Map<Parameter, String> parameters = new LinkedHashMap<>();
  private final Histograms weights = new Histograms("weights");
  private final Histograms gradients = new Histograms("gradients");
  private final Latest<State> pages = new Latest<>(this::write, this::pause);
  private final Set<String> complaints = new HashSet<>();
  private Optional<Summary> summary = Optional.empty();
  private Optional<Supplier<List<Tensor>>> gradientsNow = Optional.empty();
  private Duration every = Duration.ofSeconds(2);
  private int planned;

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
    summary.get().rows().forEach(row -> row.parameters()
        .forEach(p -> parameters.putIfAbsent(p, row.name() + " " + p.name())));
    return this;
  }

  /** With histograms of the gradients of a batch after every epoch. Their names are those of {@link #model}. */
  public Report gradients(Trainer trainer, Dataset batch) {
    gradientsNow = Optional.of(() -> trainer.gradients(batch, Mode.INFERENCE).gradients());
    return this;
  }

  /**
   * With a picture that is drawn whenever the report is written, on the thread of the report: the parameters of {@link #model}
   * have the values of the epoch there, everything else is as it is.
   */
  public Report with(String heading, Supplier<Picture> picture) {
    sections.put(heading, picture);
    return this;
  }

  /**
   * Written no more often than this while the training runs: every two seconds unless said, and more seldom where writing takes
   * more than a twentieth of the time. {@link Duration#ZERO} means as often as there is something new.
   */
  public Report every(Duration time) {
    every = time;
    return this;
  }

  @Override
  public void started(int plannedEpochs, int batchesPerEpoch) {
    planned = epochs.size() + plannedEpochs;
    pages.offer(state(true));
  }

  @Override
  public void epoch(Epoch epoch) {
    epochs.add(epoch);
    weights.add(epoch.number(), () -> named(parameters.keySet().stream().map(Parameter::value).toList()));
    gradientsNow.ifPresent(now -> gradients.add(epoch.number(), () -> named(now.get())));
    pages.offer(state(true));
  }

  private Map<String, Tensor> named(List<Tensor> list) {
    var names = List.copyOf(parameters.values());
    var map = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < list.size(); i++) {
      map.put(i < names.size() ? names.get(i) : "parameter " + (i + 1), list.get(i));
    }
    return map;
  }

  @Override
  public void finished() {
    pages.finish(state(false));
  }

  /** What a page shows. The epochs only ever grow, so that their number is enough. */
  private record State(boolean running, int planned, int epochs, Map<Parameter, Tensor> values, Histograms weights,
      Histograms gradients) {
  }

  private State state(boolean running) {
    var values = parameters.keySet().stream().collect(Collectors.toMap(Function.identity(), Parameter::value));
    return new State(running, planned, epochs.size(), values, weights.copy(), gradients.copy());
  }

  private long pause(long cost) {
    return every.isZero() ? 0 : Math.max(every.toNanos(), SHARE * cost);
  }

  /** Writes a file beside it and puts that in its place, so that a browser never reads half a page. */
  private void write(State state) {
    var page = Parameter.with(state.values, () -> page(state));
    try {
      var file = html.resolveSibling(html.getFileName() + ".new");
      Files.writeString(file, page);
      Files.move(file, html, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      complain("cannot write " + html, e);
    }
  }

  private String page(State state) {
    var done = List.of(epochs.toArray(Epoch[]::new)).subList(0, state.epochs);
    var page = new ReportPage();
    if (!done.isEmpty()) {
      draw(page, "Learning curves", () -> LearningCurve.curves(new History(done)));
      sections.forEach((heading, picture) -> draw(page, heading, () -> List.of(picture.get())));
      draw(page, "Weights over the epochs", state.weights::pictures);
      draw(page, "Gradients over the epochs", state.gradients::pictures);
    }
    summary.ifPresent(page::model);
    if (!done.isEmpty()) {
      page.epochs(done);
    }
    return page.html(title, state.running, state.planned, done);
  }

  private void draw(ReportPage page, String heading, Supplier<List<Picture>> pictures) {
    try {
      page.pictures(heading, pictures.get());
    } catch (RuntimeException e) {
      complain("cannot draw '" + heading + "'", e);
      page.failure(heading, e);
    }
  }

  private void complain(String what, Exception e) {
    if (complaints.add(what)) {
      LOG.warn("report: {}; the training goes on", what, e);
    }
  }
}
