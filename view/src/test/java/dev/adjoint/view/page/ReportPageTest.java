package dev.adjoint.view.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.optim.Schedule;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Listener;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import dev.adjoint.plot.ConfusionChart;
import dev.adjoint.plot.Report;
import dev.adjoint.view.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.adjoint.nn.layer.Activation.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a reader sees of a training. */
class ReportPageTest {
  @TempDir
  private Path folder;

  /** Three clusters in the plane. */
  private static Dataset clusters() {
    var labels = Tensor.arange(0, 90).toInts();
    for (int i = 0; i < labels.length; i++) {
      labels[i] %= 3;
    }
    var targets = Tensor.of(labels);
    var centres = Tensor.of(new double[][]{{0, 2}, {2, -1}, {-2, -1}}).indexSelect(0, targets);
    return new Dataset(Tensor.normal(DType.FLOAT64.tensor(90, 2), 1).add(centres), targets);
  }

  private Epoch train(Duration every, Listener also) {
    var data = clusters();
    var model = new Sequential(new Dense(2, 8), RELU, new Dense(8, 3)).initialize(DType.FLOAT64, 1);
    var trainer = new Trainer(model, new CrossEntropy(), new Adam(Schedule.cosine(0.04, 72).warmUp(12)));
    var report = Report.html("Three <clusters>", folder.resolve("report.html")).model(model, data.inputs().type())
        .gradients(trainer, data).every(every)
        .with("Confusion matrix",
            () -> ConfusionChart.of(ConfusionMatrix.of(model.forward(data.inputs()), data.targets())))
        .with("Decision boundary", () -> dev.adjoint.plot.DecisionBoundary.of(model, data, 0));
    return trainer.fit(data, data, Plan.epochs(12).batchSize(16).metrics(new Accuracy()).listener(report.and(also)))
        .last();
  }

  @Test
  void theNumbersAreThoseOfTheTraining() {
    try (var browser = Browser.start()) {
      var last = train(Duration.ofDays(1), Listener.NONE);
      browser.resize(1280, 2600);
      browser.open(folder.resolve("report.html"));
      assertEquals("Three <clusters>", browser.text("h1"));
      assertEquals("finished after 12 epochs", browser.text("#state"));
      assertEquals(Stream.concat(
          Stream.of(last.train().loss(), last.train().metric("accuracy"), last.scores().loss(),
              last.scores().metric("accuracy")).map(x -> String.format(Locale.ROOT, "%.4f", x)),
          Stream.of(Quantity.number(last.learningRate()))).toList(), browser.texts(".scores dd"));
      browser.find("summary").click();
      assertEquals(12, browser.texts("tbody tr").size());
      assertEquals(0L,
          browser.run("return [...document.images].filter(i => !i.complete || i.naturalWidth === 0 || !i.alt).length"));
      browser.find("summary").click();
      browser.screenshot("report");
      browser.assertNothingOnTheConsole();
    }
  }

  @Test
  void whileItRunsThePageShowsItselfAnew() {
    try (var browser = Browser.start()) {
      train(Duration.ZERO, new Listener() {
        @Override
        public void epoch(Epoch epoch) {
          if (epoch.number() == 3) { // whose page may be on its way
            var page = folder.resolve("report.html");
            Browser.await(() -> Files.exists(page));
            browser.open(page);
            browser.await("#state", "running: epoch 3 of 12 is done");
          }
        }
      });
      browser.await("#state", "finished after 12 epochs");
      browser.assertNothingOnTheConsole();
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 390"})
  void itCanBeReadOnAPhoneInTheDarkAndByEveryone(String scheme, int width) {
    try (var browser = Browser.start()) {
      train(Duration.ofDays(1), Listener.NONE);
      browser.resize(width, 844);
      browser.prefer(scheme);
      browser.open(folder.resolve("report.html"));
      assertTrue((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"));
      assertEquals(List.of(), browser.accessibilityViolations());
      browser.screenshot("report-" + scheme);
      browser.assertNothingOnTheConsole();
    }
  }
}
