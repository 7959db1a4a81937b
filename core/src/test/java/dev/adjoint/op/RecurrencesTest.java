package dev.adjoint.op;

import java.util.stream.IntStream;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RecurrencesTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT64", "FLOAT32"})
  void alongAnyAxisStepByStep(DType dtype) {
    var a = Tensor.normal(dtype.tensor(3, 4, 5), 1);
    var b = Tensor.normal(dtype.tensor(3, 4, 5), 2);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      var y = b.select(axis, 0);
      var p = a.select(axis, 0);
      for (int k = 1; k < a.shape().dim(axis); k++) {
        y = a.select(axis, k).mul(y).add(b.select(axis, k));
        p = a.select(axis, k).mul(p);
        assertEquals(y.value(), a.linearRecurrence(b, axis).select(axis, k).value());
        assertEquals(p.value(), a.cumulativeProduct(axis).select(axis, k).value());
      }
      GradientCheck.assertGradients((s, t) -> s.linearRecurrence(t, along).sin().sum(), a.cast(DType.FLOAT64),
          b.cast(DType.FLOAT64));
    }
  }

  @Test
  void specialValues() {
    assertArrayEquals(new double[]{2, -0.0, -0.0, NAN}, Tensor.of(2.0, -0.0, 3, INF).cumulativeProduct(0).toDoubles());
    assertArrayEquals(new double[]{1, INF, -INF, NAN}, Tensor.of(1.0, INF, -1, NAN).cumulativeProduct(0).toDoubles());
    // The first factor has no part in it, whatever it is.
    assertArrayEquals(new double[]{1, 3, INF},
        Tensor.of(NAN, 2, INF).linearRecurrence(Tensor.of(1.0, 1, 1), 0).toDoubles());
    assertEquals(0, Tensor.zeros(2, 0).cumulativeProduct(1).size());
    var empty = Tensor.variable(Tensor.zeros(2, 0));
    assertEquals(empty.type(), empty.cumulativeProduct(1).linearRecurrence(empty, 1).sum().backward().of(empty).type());
  }

  /** Whatever number of zeros: against ∂/∂xₗ of the sum of all products, term by term. */
  @Test
  void cumulativeProductsHaveTheirGradientAtAnyNumberOfZeros() {
    for (double[] x : new double[][]{{2, 0, 3, 5}, {0, 2, 3, 5}, {2, 0, 3, 0, 5}, {0, 0, 0}, {3, -2, 0.5}, {7}}) {
      int n = x.length;
      double[] expected = IntStream.range(0, n).mapToDouble(l -> IntStream.range(l, n).mapToDouble(k -> IntStream
          .rangeClosed(0, k).filter(i -> i != l).mapToDouble(i -> x[i]).reduce(1, (s, t) -> s * t)).sum()).toArray();
      assertArrayEquals(expected, Autodiff.grad(t -> t.cumulativeProduct(0).sum()).apply(Tensor.of(x)).toDoubles());
      double[][] second = new double[n][n];
      for (int l = 0; l < n; l++) {
        for (int m = 0; m < n; m++) {
          int i = l;
          int j = m;
          second[l][m] = l == m
              ? 0
              : IntStream.range(Math.max(l, m), n).mapToDouble(k -> IntStream.rangeClosed(0, k)
                  .filter(o -> o != i && o != j).mapToDouble(o -> x[o]).reduce(1, (s, t) -> s * t)).sum();
        }
      }
      assertArrayEquals(Tensor.of(second).toDoubles(),
          Autodiff.hessian(t -> t.cumulativeProduct(0).sum()).apply(Tensor.of(x)).toDoubles());
    }
  }

  /** All numbers on the tape of a gradient of the gradient. */
  private static long numbers(int n) {
    var x = Tensor.variable(Tensor.zeros(n));
    var gradient = Tape.of(x.cumulativeProduct(0).sum()).differentiableBackward().of(x);
    return Tape.of(gradient.square().sum()).nodes().stream().mapToLong(Tensor::size).sum();
  }

  @Test
  void memoryGrowsAsTheNumberOfElements() {
    assertEquals(numbers(2000) - numbers(1000), numbers(3000) - numbers(2000));
  }

  @Test
  void errors() {
    var x = Tensor.of(1.0, 2);
    assertEquals("linearRecurrence: factors FLOAT64[2] and terms FLOAT64[] are not of one type; use broadcastTo",
        assertThrows(IllegalArgumentException.class, () -> x.linearRecurrence(Tensor.of(1.0), 0)).getMessage());
    assertEquals("cumulativeProduct: needs floating-point elements, got INT32[2]; convert with cast(FLOAT64)",
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2).cumulativeProduct(0)).getMessage());
  }
}
