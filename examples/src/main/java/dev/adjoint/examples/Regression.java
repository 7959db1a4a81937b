package dev.adjoint.examples;

import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Standardizer;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.HalfSquaredError;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import picocli.CommandLine.Command;

/** The price of a house from its area: a line fitted by batch gradient descent. */
@Command(name = "regression", description = "The price of a house from its area, by linear regression.")
public final class Regression implements Runnable {

  @Override
  public void run() {
    var area = Tensor.of(new double[][]{{2104}, {1600}, {2400}, {1416}}); // square feet
    var price = Tensor.of(new double[][]{{400}, {330}, {369}, {232}}); // thousands of dollars

    // In units of their deviation all directions are about equally steep, and one learning rate suits them all.
    var scale = Standardizer.fit(area);
    var data = new Dataset(scale.apply(area), price);

    var line = new Dense(1, 1, Initializer.zeros());
    line.initialize(DType.FLOAT64, 0);
    var trainer = new Trainer(line, new HalfSquaredError(), new Sgd(0.1));
    var history = trainer.fit(data, Plan.epochs(300).batchSize(Plan.WHOLE));

    double slope = line.weights().value().item() / scale.deviation().item();
    double intercept = line.bias().value().item() - slope * scale.mean().item();
    System.out.printf(Locale.ROOT, "cost %.2f -> %.2f%n", history.epochs().getFirst().train().loss(),
        history.last().train().loss());
    System.out.printf(Locale.ROOT, "price = %.4f + %.5f area%n", intercept, slope);
    double[] predicted = line.forward(scale.apply(area)).toDoubles();
    for (int i = 0; i < predicted.length; i++) {
      System.out.printf(Locale.ROOT, "%.0f sq ft: %.0f, predicted %.1f%n", area.get(i).item(), price.get(i).item(),
          predicted[i]);
    }
  }
}
