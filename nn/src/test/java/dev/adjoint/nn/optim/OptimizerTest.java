package dev.adjoint.nn.optim;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each rule beside the same recurrence for one number, written by hand. */
class OptimizerTest {
  private static final int STEPS = 50;
  private static final double[] STARTS = {-2, 0.1, 3};

  /** A bumpy slope, so that gradients change their sign and size. */
  private static double slope(double w) {
    return 0.3 * w + Math.sin(3 * w);
  }

  /** Steps of the optimizer and of the recurrence for one number, from each of the starts. */
  private static void assertFollows(Optimizer optimizer, Supplier<DoubleUnaryOperator> recurrence) {
    var w = Tensor.of(STARTS);
    var slots = optimizer.slots(w);
    double[] expected = STARTS.clone();
    var recurrences = Stream.generate(recurrence).limit(expected.length).toList();
    for (int t = 1; t <= STEPS; t++) {
      var g = w.mul(0.3).add(w.mul(3).sin());
      var update = optimizer.update(w, g, slots, Tensor.of((double) t));
      w = update.w();
      slots = update.slots();
      for (int i = 0; i < expected.length; i++) {
        expected[i] = recurrences.get(i).applyAsDouble(expected[i]);
      }
      assertArrayEquals(expected, w.toDoubles(), 1e-12, "step " + t);
    }
  }

  @Test
  void sgd() {
    assertFollows(new Sgd(0.05), () -> w -> w - 0.05 * slope(w));
  }

  @Test
  void classicalMomentum() {
    assertFollows(Momentum.classical(0.05, 0.9), () -> momentum(1));
  }

  @Test
  void averagedMomentum() {
    assertFollows(Momentum.averaged(0.05, 0.9), () -> momentum(1 - 0.9));
  }

  private static DoubleUnaryOperator momentum(double gamma) {
    double[] v = {0};
    return w -> {
      v[0] = 0.9 * v[0] + gamma * slope(w);
      return w - 0.05 * v[0];
    };
  }

  @Test
  void averagedMomentumIsTheClassicalOneWithASmallerLearningRate() {
    double beta = 0.8;
    assertFollows(Momentum.averaged(0.05, beta), () -> same(Momentum.classical(0.05 * (1 - beta), beta)));
  }

  private static DoubleUnaryOperator same(Optimizer optimizer) {
    var slots = new Object() {
      List<Tensor> now = optimizer.slots(Tensor.of(0.0));
    };
    return w -> {
      var update = optimizer.update(Tensor.of(w), Tensor.of(slope(w)), slots.now, Tensor.of(1.0));
      slots.now = update.slots();
      return update.w().item();
    };
  }

  @Test
  void adam() {
    assertFollows(new Adam(0.05), () -> adam(0.9, 0.999, 1e-8));
  }

  @Test
  void adamWithOtherConstants() {
    assertFollows(new Adam(0.05, 0.7, 0.95, 1e-3), () -> adam(0.7, 0.95, 1e-3));
  }

  private static DoubleUnaryOperator adam(double beta1, double beta2, double epsilon) {
    double[] m = {0};
    double[] v = {0};
    int[] t = {0};
    return w -> {
      double g = slope(w);
      t[0]++;
      m[0] = beta1 * m[0] + (1 - beta1) * g;
      v[0] = beta2 * v[0] + (1 - beta2) * g * g;
      double mHat = m[0] / (1 - Math.pow(beta1, t[0]));
      double vHat = v[0] / (1 - Math.pow(beta2, t[0]));
      return w - 0.05 * mHat / (Math.sqrt(vHat) + epsilon);
    };
  }

  @Test
  void theFirstStepOfAdamIsTheLearningRateWhateverTheGradient() {
    var adam = new Adam(0.01);
    var w = Tensor.of(1.0, 1.0, 1.0);
    var next = adam.update(w, Tensor.of(1e-3, -7.0, 1e6), adam.slots(w), Tensor.of(1.0)).w();
    // ε takes off 10⁻⁸ of |g|, a hundred-thousandth for the smallest one.
    assertArrayEquals(new double[]{0.99, 1.01, 0.99}, next.toDoubles(), 2e-7);
  }

  @Test
  void adamStaysWhereThereIsNoGradient() {
    var adam = new Adam(0.01);
    var w = Tensor.of(1.0);
    assertEquals(1, adam.update(w, Tensor.of(0.0), adam.slots(w), Tensor.of(1.0)).w().item());
  }

  /** Floats keep up with doubles where 1 − β has few digits left in FLOAT32: ten of 10⁻⁶, fifteen of 10⁻⁵. */
  @Test
  void floatsStepAsDoublesDoWhereAMeanIsLong() {
    for (var optimizer : new Optimizer[]{new Adam(0.01, 0.9, 0.999999, 0), new Adam(0.01, 0.99999, 0.999999, 0),
        Momentum.averaged(1000, 0.999999)}) {
      var w = Tensor.of(0.0);
      var slots = optimizer.slots(w);
      var floats = Tensor.of(0f);
      var floatSlots = optimizer.slots(floats);
      for (int t = 1; t <= 3000; t++) {
        double g = 1 + 0.5 * Math.sin(t);
        var expected = optimizer.update(w, Tensor.of(g), slots, Tensor.of((double) t));
        var update = optimizer.update(floats, Tensor.of((float) g), floatSlots, Tensor.of((double) t));
        if (t <= 10 || t % 100 == 0) { // from 0, so that it is the step that is seen
          assertEquals(expected.w().item(), update.w().item(), 1e-5 * Math.abs(expected.w().item()),
              optimizer + " " + t);
        }
        slots = expected.slots();
        floatSlots = update.slots();
      }
    }
  }

  static List<Arguments> impossible() {
    return List.of(
        arguments("schedule: a learning rate of -1.0; it takes a finite one of at least 0", run(() -> new Adam(-1))),
        arguments("schedule: a learning rate of NaN; it takes a finite one of at least 0",
            run(() -> new Sgd(Double.NaN))),
        arguments("schedule: a learning rate of Infinity; it takes a finite one of at least 0",
            run(() -> Momentum.averaged(Double.POSITIVE_INFINITY, 0.9))),
        arguments("schedule: a learning rate of -0.1; it takes a finite one of at least 0",
            run(() -> Schedule.cosine(-0.1, 3))),
        arguments("schedule: a learning rate of -0.1; it takes a finite one of at least 0",
            run(() -> Schedule.exponential(-0.1, 0.5, 3))),
        arguments("schedule: a factor of 0.0; it takes a finite one above 0",
            run(() -> Schedule.exponential(0.1, 0, 3))),
        arguments("schedule: a factor of Infinity; it takes a finite one above 0",
            run(() -> Schedule.exponential(0.1, Double.POSITIVE_INFINITY, 3))),
        arguments("momentum: a beta of 1.0; it takes one in [0, 1)", run(() -> Momentum.classical(0.1, 1))),
        arguments("momentum: a beta of -0.1; it takes one in [0, 1)", run(() -> Momentum.averaged(0.1, -0.1))),
        arguments("adam: a beta1 of 1.0; it takes one in [0, 1)", run(() -> new Adam(0.1, 1, 0.9, 1e-8))),
        arguments("adam: a beta2 of NaN; it takes one in [0, 1)", run(() -> new Adam(0.1, 0.9, Double.NaN, 1e-8))),
        arguments("adam: an epsilon of -1.0E-8; it takes a finite one of at least 0",
            run(() -> new Adam(0.1, 0.9, 0.9, -1e-8))));
  }

  private static Executable run(Executable making) {
    return making;
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void impossibleNumbersAreRefused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }

  static Optimizer[] optimizers() {
    return new Optimizer[]{new Sgd(0.1), Momentum.classical(0.1, 0.9), Momentum.averaged(0.1, 0.9), new Adam(0.1)};
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theElementTypeStays(Optimizer optimizer) {
    var w = Tensor.ones(DType.FLOAT32.tensor(2, 3));
    var first = optimizer.update(w, w, optimizer.slots(w), Tensor.of(1.0));
    var second = optimizer.update(first.w(), w, first.slots(), Tensor.of(2.0));
    assertEquals(w.type(), second.w().type());
    second.slots().forEach(slot -> assertEquals(w.type(), slot.type()));
    assertEquals(optimizer.slots(w).size(), second.slots().size());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aMeanThatFadesEnds(Optimizer optimizer) {
    for (var dtype : new DType[]{DType.FLOAT64, DType.FLOAT32}) {
      double small = dtype == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
      var w = Tensor.ones(dtype.tensor(1));
      var g = Tensor.zeros(dtype.tensor(1));
      var slots = optimizer.slots(w).stream().map(slot -> slot.add(1.01 * small)).toList();
      for (int t = 1; t <= 20; t++) {
        slots = optimizer.update(w, g, slots, Tensor.of((double) t)).slots();
        for (var slot : slots) {
          assertTrue(slot.item() == 0 || slot.item() >= small, () -> dtype + " " + slot);
        }
      }
      slots.forEach(slot -> assertEquals(0.0, slot.item()));
    }
  }
}
