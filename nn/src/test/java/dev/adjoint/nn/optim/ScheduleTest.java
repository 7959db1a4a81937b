package dev.adjoint.nn.optim;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.MeanSquaredError;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScheduleTest {
  private static final int STEPS = 12;

  record Case(Schedule schedule, IntToDoubleFunction expected) {
  }

  static List<Case> cases() {
    return List.of(
        new Case(Schedule.constant(0.3), t -> 0.3),
        new Case(Schedule.exponential(0.3, 0.5, 4), t -> 0.3 * Math.pow(0.5, (t - 1) / 4.0)),
        new Case(Schedule.cosine(0.3, 8), t -> t > 8 ? 0 : 0.15 * (1 + Math.cos(Math.PI * (t - 1) / 8))),
        new Case(Schedule.constant(0.3).warmUp(5), t -> t < 5 ? 0.06 * t : 0.3),
        new Case(Schedule.cosine(0.3, 8).warmUp(4),
            t -> Math.min(1, t / 4.0) * (t > 8 ? 0 : 0.15 * (1 + Math.cos(Math.PI * (t - 1) / 8)))),
        new Case(t -> t.sqrt().rdiv(0.3), t -> 0.3 / Math.sqrt(t)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepHasItsRate(Case c) {
    double[] expected = IntStream.rangeClosed(1, STEPS).mapToDouble(c.expected).toArray();
    assertArrayEquals(expected, IntStream.rangeClosed(1, STEPS).mapToDouble(c.schedule::at).toArray(), 1e-15);
    var traced = Program.trace(List.of(DType.FLOAT64.tensor()), in -> List.of(c.schedule.at(in.getFirst())));
    assertArrayEquals(expected, IntStream.rangeClosed(1, STEPS)
        .mapToDouble(t -> traced.run(Tensor.of((double) t)).getFirst().item()).toArray(), 1e-15);
  }

  /** On a constant slope of 1, a step of gradient descent is the rate. */
  @ParameterizedTest
  @MethodSource("cases")
  void optimizersStepByIt(Case c) {
    for (var optimizer : new Optimizer[]{new Sgd(c.schedule), Momentum.classical(c.schedule, 0),
        Momentum.averaged(c.schedule, 0), new Adam(c.schedule, 0, 0, 0)}) {
      var w = Tensor.of(0.0);
      var slots = optimizer.slots(w);
      for (int t = 1; t <= STEPS; t++) {
        var update = optimizer.update(w, Tensor.of(1.0), slots, Tensor.of((double) t));
        assertEquals(c.expected.applyAsDouble(t), w.sub(update.w()).item(), 1e-14, () -> optimizer.toString());
        w = update.w();
        slots = update.slots();
      }
    }
  }

  @Test
  void theTrainerKnowsTheRateOfEachEpochAndGoesOnWithIt() {
    var data = new Dataset(Tensor.normal(DType.FLOAT32.tensor(12, 3), 1), Tensor.zeros(DType.FLOAT32.tensor(12, 1)));
    for (var plan : new Plan[]{Plan.epochs(2).batchSize(4), Plan.epochs(2).batchSize(4).eager()}) {
      var model = new Sequential(new Dense(3, 1)).initialize(DType.FLOAT32, 1);
      var trainer = new Trainer(model, new MeanSquaredError(), new Sgd(Schedule.exponential(0.1, 0.5, 3)));
      assertEquals(List.of(rate(3), rate(6)), rates(trainer.fit(data, plan).epochs()));
      assertEquals(List.of(rate(9), rate(12)), rates(trainer.fit(data, plan).epochs()));
    }
  }

  private static double rate(int step) {
    return Schedule.exponential(0.1, 0.5, 3).at(step);
  }

  private static List<Double> rates(List<Epoch> epochs) {
    return epochs.stream().map(Epoch::learningRate).toList();
  }

  @Test
  void equalOptimizersAreEqual() {
    assertEquals(new Sgd(0.1), new Sgd(0.1));
    assertEquals(new Adam(Schedule.cosine(0.1, 9).warmUp(2)), new Adam(Schedule.cosine(0.1, 9).warmUp(2)));
  }

  @Test
  void theRateIsFloat64WhateverTheParametersAre() {
    Schedule floats = t -> t.cast(DType.FLOAT32).mul(0.1);
    Schedule several = t -> Tensor.of(0.1, 0.2);
    for (var optimizer : new Optimizer[]{new Sgd(floats), Momentum.classical(floats, 0.9), new Adam(floats),
        new Sgd(floats.warmUp(3)), new Sgd(several)}) {
      var w = Tensor.of(1f);
      var e = assertThrows(IllegalArgumentException.class,
          () -> optimizer.update(w, w, optimizer.slots(w), Tensor.of(1.0)));
      assertTrue(e.getMessage().matches(
          "schedule: the rate is FLOAT(32\\[]|64\\[2]); it is one FLOAT64 number, as the step it is made of, .*"),
          e.getMessage());
    }
  }

  @Test
  void theRateThatIsReportedIsTheOneGiven() {
    var model = new Dense(3, 1);
    model.initialize(DType.FLOAT32, 1);
    var data = new Dataset(Tensor.ones(DType.FLOAT32.tensor(4, 3)), Tensor.zeros(DType.FLOAT32.tensor(4, 1)));
    assertEquals(0.1, new Trainer(model, new MeanSquaredError(), new Sgd(0.1)).fit(data, Plan.epochs(1)).last()
        .learningRate());
  }

  @Test
  void noStepsAreNoSchedule() {
    var e = assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, 0));
    assertEquals("schedule: over 0 steps; it takes at least 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Schedule.exponential(0.1, 0.5, -1));
    assertThrows(IllegalArgumentException.class, () -> Schedule.constant(0.1).warmUp(0));
  }
}
