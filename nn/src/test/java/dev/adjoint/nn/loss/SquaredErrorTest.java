package dev.adjoint.nn.loss;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class SquaredErrorTest {

  @Property(tries = 200, seed = "1")
  void theMeanIsOverExamplesAndOutputs(@ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(min = 1, max = 7) int m, @ForAll long seed) {
    var a = normal(n, m, seed);
    var y = normal(n, m, seed + 1);
    assertEquals(sumOfSquares(a, y) / (n * m), new MeanSquaredError().of(a, y).item(), 1e-12);
  }

  @Property(tries = 200, seed = "2")
  void theHalfIsOverExamplesAlone(@ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(min = 1, max = 7) int m, @ForAll long seed) {
    var a = normal(n, m, seed);
    var y = normal(n, m, seed + 1);
    assertEquals(sumOfSquares(a, y) / (2 * n), new HalfSquaredError().of(a, y).item(), 1e-12);
  }

  private static double sumOfSquares(Tensor a, Tensor y) {
    double[] left = a.toDoubles();
    double[] right = y.toDoubles();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (left[i] - right[i]) * (left[i] - right[i]);
    }
    return sum;
  }

  @Property(tries = 200, seed = "3")
  void theGradientOfTheHalfIsTheDifferencePerExample(@ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(min = 1, max = 7) int m, @ForAll long seed) {
    var a = Tensor.variable(normal(n, m, seed));
    var y = normal(n, m, seed + 1);
    var gradient = new HalfSquaredError().of(a, y).backward().of(a);
    assertArrayEquals(a.detach().sub(y).div(n).toDoubles(), gradient.toDoubles(), 1e-15);
  }

  private static Tensor normal(int n, int m, long seed) {
    return Tensor.normal(DType.FLOAT64.tensor(n, m), seed);
  }
}
