package dev.adjoint.op;

import java.util.Arrays;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

class MeanAndVarianceTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** A million normal numbers about a mean a thousand, or a million, times their deviation: rows and columns of many blocks. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e3, 1, 1000000", "FLOAT32, 1e3, 1000000, 1", "FLOAT32, 1e3, 1000, 1000",
      "FLOAT64, 1e6, 1, 1000000", "FLOAT64, 1e6, 1000000, 1", "FLOAT64, 1e6, 2000, 500"})
  void farFromZero(DType dtype, double mean, int rows, int columns) {
    var x = Tensor.normal(FLOAT64.tensor(rows, columns), 7).add(mean).cast(dtype);
    double[] exact = x.cast(FLOAT64).toDoubles();
    double center = mean + Arrays.stream(exact).map(v -> v - mean).sum() / exact.length;
    double variance = Arrays.stream(exact).map(v -> (v - center) * (v - center)).sum() / exact.length;
    double precision = dtype == FLOAT32 ? 0x1p-23 : 0x1p-36;
    var all = x.meanAndVariance();
    assertEquals(center, all.mean().item(), precision * center);
    assertEquals(variance, all.variance().item(), precision * variance);
    for (int axis : new int[]{0, 1}) {
      var parts = x.cast(FLOAT64).meanAndVariance(axis);
      var same = x.meanAndVariance(axis);
      assertEquals(0, same.variance().cast(FLOAT64).sub(parts.variance()).abs().max().item(), 64 * precision);
      assertEquals(0, x.cast(FLOAT64).variance(axis).sub(parts.variance()).abs().max().item(), 0x1p-30);
    }
  }

  @Test
  void specialValues() {
    var x = Tensor.of(new double[][]{{1, INF, 2}, {NAN, 0, 0}, {3, 3, 3}, {1e200, -1e200, 0}});
    var y = x.meanAndVariance(1);
    assertEquals(Tensor.of(INF, NAN, 3, 0).value(), y.mean().value());
    assertEquals(Tensor.of(NAN, NAN, 0, INF).value(), y.variance().value());
    var one = Tensor.of(5.0).meanAndVariance();
    assertEquals(5, one.mean().item());
    assertEquals(0, one.variance().item());
    var empty = Tensor.zeros(0, 2).meanAndVariance(0);
    assertEquals(Tensor.of(NAN, NAN).value(), empty.mean().value());
    assertEquals(Tensor.of(NAN, NAN).value(), empty.variance().value());
    assertEquals(0, Tensor.zeros(0, 2).meanAndVariance(1).mean().size());
    double[] long1 = new double[3000];
    long1[0] = INF;
    assertEquals(INF, Tensor.of(long1).meanAndVariance().mean().item());
  }

  @Test
  void oneGradientForBoth() {
    var x = Tensor.variable(1.0, 2, 6);
    var y = x.meanAndVariance();
    assertEquals(Tensor.of(-4.0, -2, 6).div(3).value(), y.variance().backward().of(x).value());
    assertEquals(Tensor.of(1.0, 1, 1).div(3).value(), y.mean().backward().of(x).value());
    assertEquals(Tensor.of(-7.0, -3, 13).div(3).value(), y.variance().mul(2).add(y.mean()).backward().of(x).value());
  }
}
