package dev.adjoint.nn.train;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Standardizer;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.HalfSquaredError;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.metric.BinaryAccuracy;
import dev.adjoint.nn.optim.Momentum;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.regularization.L2;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

import static dev.adjoint.nn.layer.Activation.SIGMOID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whole trainings whose result is known. */
class LearningTest {
  private static final Tensor AREA = Tensor.of(new double[][]{{2104}, {1600}, {2400}, {1416}});
  private static final Tensor PRICE = Tensor.of(new double[][]{{400}, {330}, {369}, {232}});

  @Test
  void exclusiveOr() {
    var data = new Dataset(Tensor.of(new double[][]{{0, 0}, {0, 1}, {1, 0}, {1, 1}}),
        Tensor.of(new double[][]{{0}, {1}, {1}, {0}}));
    var network = new Sequential(new Dense(2, 2, Initializer.uniform(1)), SIGMOID,
        new Dense(2, 1, Initializer.uniform(1)), SIGMOID).initialize(DType.FLOAT64, 3);
    var trainer = new Trainer(network, new MeanSquaredError(), Momentum.classical(1, 0.9));
    var history = trainer.fit(data, Plan.epochs(10_000).batchSize(Plan.WHOLE).stopWhen(Stop.atLoss(0.01)));
    assertTrue(history.last().train().loss() <= 0.01, history.last()::toString);
    assertEquals(1, new BinaryAccuracy(0.5).of(network.forward(data.inputs()), data.targets()));
  }

  @Test
  void aLineFittedByGradientDescentIsThatOfLeastSquares() {
    var design = Tensor.concat(1, Tensor.ones(4, 1), AREA).toDMatrixRMaj();
    var exact = new DMatrixRMaj(2, 1);
    assertTrue(CommonOps_DDRM.solve(design, PRICE.toDMatrixRMaj(), exact));

    var scale = Standardizer.fit(AREA);
    var line = new Dense(1, 1, Initializer.zeros());
    line.initialize(DType.FLOAT64, 0);
    new Trainer(line, new HalfSquaredError(), new Sgd(0.1))
        .fit(new Dataset(scale.apply(AREA), PRICE), Plan.epochs(300).batchSize(Plan.WHOLE));

    double slope = line.weights().value().item() / scale.deviation().item();
    double intercept = line.bias().value().item() - slope * scale.mean().item();
    assertEquals(exact.get(1), slope, 1e-6);
    assertEquals(exact.get(0), intercept, 1e-6);
  }

  @Test
  void aPenaltyShrinksTheSlopeByItsShareAndIsNotInTheLoss() {
    // For standardized inputs w = ⟨x, y⟩ / (1 + λ): both terms are quadratic with curvature 1 and λ.
    double plain = slope(0);
    assertEquals(plain / (1 + 0.25), slope(0.25), 1e-9);
  }

  private static double slope(double lambda) {
    var data = Standardizer.fit(AREA).apply(new Dataset(AREA, PRICE));
    var line = new Dense(1, 1, Initializer.zeros());
    line.initialize(DType.FLOAT64, 0);
    var trainer = new Trainer(line, new HalfSquaredError(), new L2(lambda), new Sgd(0.1));
    var history = trainer.fit(data, Plan.epochs(300).batchSize(Plan.WHOLE));
    double unpenalized = new HalfSquaredError().of(line.forward(data.inputs()), PRICE).item();
    assertEquals(unpenalized, history.last().train().loss(), 1e-9 * unpenalized);
    return line.weights().value().item();
  }
}
