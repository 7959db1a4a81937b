package dev.adjoint.nn.loss;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BinaryCrossEntropyTest {
  private final Loss loss = new BinaryCrossEntropy();

  @Property(tries = 200, seed = "1")
  void isItsFormula(@ForAll @IntRange(min = 1, max = 7) int n, @ForAll @IntRange(min = 1, max = 7) int m,
      @ForAll long seed) {
    var h = probabilities(n, m, seed);
    var y = Tensor.uniform(DType.FLOAT64.tensor(n, m), seed + 1);
    double sum = 0;
    for (int i = 0; i < n * m; i++) {
      double hi = h.toDoubles()[i];
      double yi = y.toDoubles()[i];
      sum += yi * Math.log(hi) + (1 - yi) * Math.log(1 - hi);
    }
    assertEquals(-sum / (n * m), loss.of(h, y).item(), 1e-12);
  }

  private static Tensor probabilities(int n, int m, long seed) {
    return Tensor.uniform(DType.FLOAT64.tensor(n, m), seed).mul(0.9).add(0.05);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void certaintyCostsNothingIfRightAndMuchIfWrong(DType dtype) {
    assertEquals(0, Math.abs(at(dtype, 0, 0)));
    assertEquals(0, Math.abs(at(dtype, 1, 1)));
    assertEquals(100, at(dtype, 0, 1));
    assertEquals(100, at(dtype, 1, 0));
  }

  private double at(DType dtype, double h, double y) {
    return loss.of(Tensor.of(h).cast(dtype), Tensor.of(y).cast(dtype)).item();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gradientsAreFiniteAtZeroAndOne(DType dtype) {
    var h = Tensor.variable(Tensor.of(0.0, 0, 1, 1, 0.5).cast(dtype));
    var y = Tensor.of(0.0, 1, 0, 1, 1).cast(dtype);
    double[] gradient = loss.of(h, y).backward().of(h).cast(DType.FLOAT64).toDoubles();
    // 1/5 of ∓1/h where the logarithm is not cut off, 0 where it is.
    assertArrayEquals(new double[]{0.2, 0, 0, -0.2, -0.4}, gradient, 1e-7);
  }

  @Test
  void aSmallProbabilityThatIsNotCutOffHasItsTrueGradient() {
    var h = Tensor.variable(1e-40);
    var l = loss.of(h, Tensor.of(1.0));
    assertEquals(40 * Math.log(10), l.item(), 1e-12);
    assertTrue(Math.abs(l.backward().of(h).item() / -1e40 - 1) < 1e-12);
  }
}
