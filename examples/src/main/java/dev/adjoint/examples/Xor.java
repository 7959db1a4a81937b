package dev.adjoint.examples;

import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.optim.Momentum;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Stop;
import dev.adjoint.nn.train.Trainer;
import dev.adjoint.plot.DecisionBoundary;
import dev.adjoint.plot.Report;
import dev.adjoint.view.Graph;
import dev.adjoint.view.page.Page;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import static dev.adjoint.nn.layer.Activation.SIGMOID;

/** The smallest problem that one neuron cannot solve and three can: exclusive or. */
@Command(name = "xor", description = "Exclusive or, learned by a 2-2-1 network of sigmoids.")
public final class Xor implements Runnable {
  @Mixin
  private Pages pages = new Pages();

  @Override
  public void run() {
    var inputs = Tensor.of(new double[][]{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    var targets = Tensor.of(new double[][]{{0}, {1}, {1}, {0}});
    var data = new Dataset(inputs, targets);

    // Weights that are all alike would stay alike: they must start at random. From some starts, such as seed 7, two hidden
    // neurons end in a local minimum.
    var network = new Sequential(new Dense(2, 2, Initializer.uniform(1)), SIGMOID,
        new Dense(2, 1, Initializer.uniform(1)), SIGMOID).initialize(DType.FLOAT64, 3);
    var trainer = new Trainer(network, new MeanSquaredError(), Momentum.classical(1, 0.9));
    var report = Report.html("Exclusive or", pages.file("xor-report.html")).model(network, inputs.type())
        .with("What the network says in the plane", () -> DecisionBoundary.of(network, data, 0.5));
    var history = trainer.fit(data,
        Plan.epochs(10_000).batchSize(Plan.WHOLE).stopWhen(Stop.atLoss(0.001)).listener(report));

    System.out.printf(Locale.ROOT, "loss %.5f after %d epochs%n", history.last().scores().loss(),
        history.last().number());
    double[] outputs = network.forward(inputs).toDoubles();
    for (int i = 0; i < outputs.length; i++) {
      double[] x = inputs.get(i).toDoubles();
      System.out.printf(Locale.ROOT, "%.0f xor %.0f = %.3f%n", x[0], x[1], outputs[i]);
    }
    System.out.println("report: " + pages.file("xor-report.html").toAbsolutePath());
    var loss = Graph
        .of(() -> new MeanSquaredError().of(network.forward(inputs.named("x")), targets.named("target")).named("loss"));
    pages.write("xor.html", Page.of("Exclusive or", loss));
  }
}
