package dev.adjoint.examples;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Standardizer;
import dev.adjoint.nn.data.Table;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Progress;
import dev.adjoint.nn.train.Trainer;
import dev.adjoint.plot.ConfusionChart;
import dev.adjoint.plot.LearningCurve;
import dev.adjoint.plot.Report;
import dev.adjoint.plot.Tiles;
import dev.adjoint.view.Graph;
import dev.adjoint.view.page.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static dev.adjoint.nn.layer.Activation.RELU;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A network learns to read 8×8 images of handwritten digits. */
@Command(name = "digits", description = "Handwritten digits, read by a 64-128-64-10 network.")
public final class Digits implements Runnable {
  @Option(names = "--epochs", description = "Passes over the data (default: ${DEFAULT-VALUE}).")
  private int epochs = 30;

  @Option(names = "--seed", description = "Of weights, split and order (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--curve", description = "Where to draw the learning curve (default: ${DEFAULT-VALUE}).")
  private Path curve = Path.of("learning-curve.png");

  @Mixin
  private Pages pages = new Pages();

  @Override
  public void run() {
    var split = digits().split(0.2, seed);
    var scale = Standardizer.fit(split.train().inputs());
    var train = scale.apply(split.train());
    var test = scale.apply(split.test());

    var network = new Sequential(
        new Dense(64, 128, Initializer.heNormal()), RELU,
        new Dense(128, 64, Initializer.heNormal()), RELU,
        new Dense(64, 10)).initialize(DType.FLOAT32, seed);
    var trainer = new Trainer(network, new CrossEntropy(), new Adam(0.001));
    System.out.println(network.summary(train.inputs().type()));
    var report = Report.html("Handwritten digits", pages.file("digits-report.html"))
        .model(network, train.inputs().type()).gradients(trainer, test)
        .with("Confusion matrix of the test", () -> ConfusionChart.of(confusion(network, test)))
        .with("Misclassified", () -> Tiles.misclassified(split.test(), network.forward(test.inputs()), 8, 24))
        .with("What the first layer looks for", () -> Tiles.filters(network.parameters().getFirst(), 8, 32));
    var history = trainer.fit(train, test, Plan.epochs(epochs).batchSize(32).seed(seed).metrics(new Accuracy())
        .listener(Progress.on(System.out).and(report)));

    System.out.println();
    System.out.println(confusion(network, test));
    var few = test.select(0, 1, 2, 3, 4, 5, 6, 7);
    pages.write("digits.html", Page.of("Handwritten digits: a batch of 8",
        Graph.of(() -> new CrossEntropy()
            .of(network.forward(few.inputs().named("images")), few.targets().named("digits")).named("loss"))));
    System.out.println("report: " + pages.file("digits-report.html").toAbsolutePath());
    LearningCurve.write(history, curve);
    System.out.println("learning curve: " + curve.toAbsolutePath());
    double accuracy = trainer.evaluate(test, List.of(new Accuracy())).metric("accuracy");
    System.out.printf(Locale.ROOT, "test accuracy: %.4f%n", accuracy);
  }

  private static ConfusionMatrix confusion(Layer network, Dataset data) {
    return ConfusionMatrix.of(network.forward(data.inputs()), data.targets());
  }

  private static Dataset digits() {
    try (var csv = new InputStreamReader(Digits.class.getResourceAsStream("digits.csv"), UTF_8)) {
      return Table.read(csv).classification("target").cast(DType.FLOAT32);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
