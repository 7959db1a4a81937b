package dev.adjoint.nn.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.HalfSquaredError;
import dev.adjoint.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StopTest {
  /** y = 2x at x = ±1, so that each step of rate ½ halves the error of the weight and quarters the loss: 2, ½, ⅛, … */
  private static History fit(Plan plan) {
    var line = new Dense(1, 1, Initializer.zeros());
    line.initialize(DType.FLOAT64, 0);
    var data = new Dataset(Tensor.of(new double[][]{{1}, {-1}}), Tensor.of(new double[][]{{2}, {-2}}));
    return new Trainer(line, new HalfSquaredError(), new Sgd(0.5)).fit(data, plan.batchSize(Plan.WHOLE));
  }

  @Test
  void withoutATargetAllEpochsAreDone() {
    var losses = fit(Plan.epochs(4)).epochs().stream().map(e -> e.train().loss()).toList();
    assertEquals(List.of(2.0, 0.5, 0.125, 0.03125), losses);
  }

  @Test
  void atALossItStopsAfterTheFirstEpochThatReachesIt() {
    assertEquals(3, fit(Plan.epochs(100).stopWhen(Stop.atLoss(0.125))).epochs().size());
    assertEquals(4, fit(Plan.epochs(100).stopWhen(Stop.atLoss(0.1249))).epochs().size());
  }

  @Test
  void aPredicateOfOnesOwnStops() {
    assertEquals(2, fit(Plan.epochs(100).stopWhen(epoch -> epoch.number() == 2)).last().number());
  }

  @Test
  void noEpochsAreNoEpochs() {
    assertEquals(List.of(), fit(Plan.epochs(0)).epochs());
  }

  @Test
  void atAnAccuracyItStopsOnceThatIsReached() {
    var stop = Stop.atAccuracy(0.9);
    assertFalse(stop.test(epoch(0.89, Optional.empty())));
    assertTrue(stop.test(epoch(0.9, Optional.empty())));
  }

  @Test
  void validationDecidesWhereThereIsOne() {
    assertFalse(Stop.atAccuracy(0.9).test(epoch(0.95, Optional.of(0.8))));
    assertTrue(Stop.atAccuracy(0.9).test(epoch(0.8, Optional.of(0.95))));
    assertFalse(Stop.atLoss(0.15).test(epoch(0.95, Optional.of(0.8))));
  }

  private static Epoch epoch(double accuracy, Optional<Double> validation) {
    return new Epoch(1, 0.1, scores(accuracy), validation.map(StopTest::scores));
  }

  private static Scores scores(double accuracy) {
    return new Scores(1 - accuracy, Map.of("accuracy", accuracy));
  }

  @Test
  void atAnAccuracyThatIsNotMeasuredIsAnError() {
    var plan = Plan.epochs(2).stopWhen(Stop.atAccuracy(0.9));
    assertThrows(IllegalArgumentException.class, () -> fit(plan));
  }

  @Test
  void aPlanNeedsExamplesInABatchAndNoNegativeEpochs() {
    assertThrows(IllegalArgumentException.class, () -> Plan.epochs(1).batchSize(0));
    assertThrows(IllegalArgumentException.class, () -> Plan.epochs(-1));
  }
}
