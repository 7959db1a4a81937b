package dev.adjoint.nn.layer;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DropoutTest {
  private static final int N = 100_000;
  private static final Tensor ONES = Tensor.ones(N);

  private static Mode step(long seed, int step) {
    return new Mode.Training(seed, step);
  }

  private static double[] masked(Mode mode) {
    return new Dropout(0.3).forward(ONES, mode).toDoubles();
  }

  @Test
  void inUseItIsTheIdentity() {
    assertSame(ONES, new Dropout(0.3).forward(ONES));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropsTheFractionPAndScalesTheRest(double p) {
    double[] y = new Dropout(p).forward(ONES, step(1, 1)).toDoubles();
    double dropped = Arrays.stream(y).filter(v -> v == 0).count();
    // A binomial count, five deviations wide.
    assertEquals(p * N, dropped, 5 * Math.sqrt(p * (1 - p) * N));
    assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || v == 1 / (1 - p)));
  }

  @Test
  void seedAndStepRepeatTheMask() {
    assertArrayEquals(masked(step(1, 5)), masked(step(1, 5)));
    assertFalse(Arrays.equals(masked(step(1, 5)), masked(step(2, 5))));
  }

  @Test
  void masksOfDifferentStepsAreIndependent() {
    assertIndependent(masked(step(1, 5)), masked(step(1, 6)));
  }

  @Test
  void masksOfTwoDropoutsInOneStepAreIndependent() {
    var mode = step(1, 5);
    assertIndependent(masked(mode), masked(mode));
  }

  /** Both dropped: the fraction p², five deviations wide. */
  private static void assertIndependent(double[] a, double[] b) {
    double both = 0;
    for (int i = 0; i < N; i++) {
      both += a[i] == 0 && b[i] == 0 ? 1 : 0;
    }
    double expected = 0.3 * 0.3;
    assertEquals(expected * N, both, 5 * Math.sqrt(expected * (1 - expected) * N));
  }

  @Test
  void gradientsFlowThroughKeptUnitsOnly() {
    var x = Tensor.variable(Tensor.normal(DType.FLOAT64.tensor(1000), 3));
    var y = new Dropout(0.3).forward(x, step(1, 1));
    double[] gradient = y.sum().backward().of(x).toDoubles();
    double[] kept = Arrays.stream(y.toDoubles()).map(v -> v == 0 ? 0 : 1 / 0.7).toArray();
    assertArrayEquals(kept, gradient, 1e-15);
  }

  @Test
  void withPZeroNothingChanges() {
    var x = Tensor.normal(DType.FLOAT64.tensor(1000), 3);
    assertArrayEquals(x.toDoubles(), new Dropout(0).forward(x, step(1, 1)).toDoubles());
  }

  @Test
  void theElementTypeStays() {
    var x = Tensor.ones(DType.FLOAT32.tensor(4, 5));
    assertEquals(x.type(), new Dropout(0.5).forward(x, step(1, 1)).type());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void otherProbabilitiesAreRefused(double p) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Dropout(p));
    assertTrue(e.getMessage().contains(Double.toString(p)), e.getMessage());
  }
}
