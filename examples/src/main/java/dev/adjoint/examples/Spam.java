package dev.adjoint.examples;

import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.SigmoidCrossEntropy;
import dev.adjoint.nn.metric.BinaryAccuracy;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.regularization.L2;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import picocli.CommandLine.Command;

/** Spam or not, from the number of suspicious words: logistic regression. */
@Command(name = "spam", description = "Spam or not, from a count of words, by logistic regression.")
public final class Spam implements Runnable {

  @Override
  public void run() {
    var words = Tensor.of(new double[][]{{10}, {12}, {2}, {6}});
    var spam = Tensor.of(new double[][]{{1}, {1}, {0}, {0}});

    // The classes are separable: without a penalty the weight would grow for ever.
    var neuron = new Dense(1, 1, Initializer.zeros());
    neuron.initialize(DType.FLOAT64, 0);
    var trainer = new Trainer(neuron, new SigmoidCrossEntropy(), new L2(0.01), new Sgd(0.05));
    var history = trainer.fit(new Dataset(words, spam),
        Plan.epochs(20_000).batchSize(Plan.WHOLE).metrics(new BinaryAccuracy(0)));

    System.out.println(history.last().train());
    double w = neuron.weights().value().item();
    double b = neuron.bias().value().item();
    System.out.printf(Locale.ROOT, "P(spam) = sigmoid(%.3f words %+.3f): spam from %.1f words on%n", w, b, -b / w);
    double[] probability = neuron.forward(words).sigmoid().toDoubles();
    for (int i = 0; i < probability.length; i++) {
      System.out.printf(Locale.ROOT, "%2.0f words: class %.0f, P(spam) = %.3f%n", words.get(i).item(),
          spam.get(i).item(),
          probability[i]);
    }
  }
}
