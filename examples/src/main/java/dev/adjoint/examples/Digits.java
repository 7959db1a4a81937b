package dev.adjoint.examples;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Standardizer;
import dev.adjoint.nn.data.Table;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.plot.LearningCurve;
import dev.adjoint.nn.plot.Progress;
import dev.adjoint.nn.train.Accuracy;
import dev.adjoint.nn.train.ConfusionMatrix;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import picocli.CommandLine.Command;
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
    var history = trainer.fit(train, test,
        Plan.epochs(epochs).batches(32).seed(seed).measure(new Accuracy()).tell(Progress.on(System.out)));

    System.out.println();
    System.out.println(ConfusionMatrix.of(network.forward(test.inputs()), test.targets()));
    LearningCurve.write(history, curve);
    System.out.println("learning curve: " + curve.toAbsolutePath());
    double accuracy = trainer.evaluate(test, List.of(new Accuracy())).metric("accuracy");
    System.out.printf(Locale.ROOT, "test accuracy: %.4f%n", accuracy);
  }

  private static Dataset digits() {
    try (var csv = new InputStreamReader(Digits.class.getResourceAsStream("digits.csv"), UTF_8)) {
      return Table.read(csv).classification("target").cast(DType.FLOAT32);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
