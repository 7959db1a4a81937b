package dev.adjoint.nn.train;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.optim.Sgd;
import dev.adjoint.nn.regularization.L2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class EvaluateTest {
  private final Dense dense = new Dense(4, 3);
  private final Sequential model = new Sequential(new Dropout(0.5), dense).initialize(DType.FLOAT64, 1);

  private static Dataset data(int n) {
    return new Dataset(Tensor.normal(DType.FLOAT64.tensor(n, 4), n),
        Tensor.uniform(DType.FLOAT64.tensor(n), n + 1).mul(3).cast(DType.INT32));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 3000})
  void isTheAverageOverAllExamplesHoweverManyAtOnce(int n) {
    var data = data(n);
    var output = dense.forward(data.inputs());
    var scores = trainer(0).evaluate(data, List.of(new Accuracy()));
    assertEquals(new CrossEntropy().of(output, data.targets()).item(), scores.loss(), 1e-12);
    assertEquals(new Accuracy().of(output, data.targets()), scores.metric("accuracy"), 1e-12);
  }

  private Trainer trainer(double rate) {
    return new Trainer(model, new CrossEntropy(), new L2(10), new Sgd(rate));
  }

  @Test
  void changesNothing() {
    double[] before = dense.weights().value().toDoubles();
    trainer(1).evaluate(data(10), List.of());
    assertArrayEquals(before, dense.weights().value().toDoubles());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, Plan.WHOLE})
  void anEpochThatDoesNotMoveScoresTheSame(int batchSize) {
    var data = data(20);
    var still = new Trainer(dense, new CrossEntropy(), new L2(10), new Sgd(0));
    var epoch = still.fit(data, Plan.epochs(1).batchSize(batchSize).metrics(new Accuracy())).last().train();
    var scores = still.evaluate(data, List.of(new Accuracy()));
    assertEquals(scores.loss(), epoch.loss(), 1e-12);
    assertEquals(scores.metric("accuracy"), epoch.metric("accuracy"), 1e-12);
  }

  @Test
  void validationIsAnEvaluationAtTheEndOfEachEpoch() {
    var trainer = trainer(0.001);
    var validation = data(30);
    var plan = Plan.epochs(1).batchSize(8).metrics(new Accuracy());
    for (int e = 1; e <= 3; e++) {
      var epoch = trainer.fit(data(20), validation, plan).last();
      assertEquals(e, epoch.number());
      assertEquals(trainer.evaluate(validation, List.of(new Accuracy())), epoch.validation().orElseThrow());
    }
  }
}
