package dev.adjoint.op;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sums of a million FLOAT32 and more, along every axis: their relative error is at most 10⁻⁶ log₂ n. */
class LongSumsTest {
  private static final int MILLION = 1_000_000;
  private static final int MANY = 10_000_000;
  private static final double MEAN = 1000;

  /** Sums of n terms by steps, and by a program, which gives the same bits. */
  private static void assertSums(double expected, int n, Tensor x, UnaryOperator<Tensor> sums) {
    assertSums(new double[]{expected}, n, x, sums);
  }

  private static void assertSums(double[] expected, int n, Tensor x, UnaryOperator<Tensor> sums) {
    var bySteps = sums.apply(x);
    assertClose(expected, n, bySteps);
    assertEquals(bySteps.value(), Autodiff.compile(sums).apply(x).value());
  }

  /** Every result is the expected one, or each its own if there are as many. */
  private static void assertClose(double[] expected, int n, Tensor sums) {
    double[] actual = sums.cast(FLOAT64).flatten().toDoubles();
    double bound = 1e-6 * Math.log(n) / Math.log(2);
    for (int i = 0; i < actual.length; i++) {
      double exact = expected[i % expected.length];
      assertEquals(exact, actual[i], bound * Math.abs(exact), "element " + i);
    }
  }

  private static Tensor tenths(int... dims) {
    return Tensor.full(0.1, FLOAT32.tensor(dims));
  }

  private static double sum(double[] x) {
    return Arrays.stream(x).sum(); // compensated
  }

  @Test
  void sumsAlongEveryAxis() {
    double tenth = 0.1f;
    assertSums(MILLION * tenth, MILLION, tenths(MILLION, 8), x -> x.sum(0));
    assertSums(MILLION * tenth, MILLION, tenths(8, MILLION), x -> x.sum(1));
    assertSums(MILLION * tenth, MILLION, tenths(2, MILLION, 3), x -> x.sum(1));
    assertSums(8 * tenth, 8, tenths(8, MILLION), x -> x.sum(0));
    assertSums(16 * MILLION * tenth / 8, MILLION, tenths(2, MILLION, 8), x -> x.sum(0, 1));
    assertSums(2 * MILLION * tenth, MILLION, tenths(2, 3, MILLION), x -> x.sum(0, 2));
    assertSums(5000 * tenth, 5000, tenths(5000, 1500), x -> x.sum(0));
    assertSums(MILLION * 2 * tenth, MILLION, tenths(MILLION, 2), x -> x.exp().log().sum());
    assertSums(tenth, MILLION, tenths(MILLION, 8), x -> x.mean(0));
    assertSums(MILLION * tenth, MILLION, tenths(MILLION, 3), x -> x.sumTo(Shape.of(3)));
  }

  @Test
  void variances() {
    double[] numbers = Tensor.normal(FLOAT64.tensor(MILLION), 1).add(MEAN).cast(FLOAT32).cast(FLOAT64).toDoubles();
    double mean = sum(numbers) / MILLION;
    double variance = sum(Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).toArray()) / MILLION;
    var x = Tensor.of(numbers).cast(FLOAT32).reshape(MILLION, 1).broadcastTo(MILLION, 3).copy();
    assertSums(variance, MILLION, x, t -> t.variance(0));
    assertSums(Math.sqrt(variance), MILLION, x, t -> t.standardDeviation(0));
    assertSums(variance, MILLION, x.transpose().copy(), t -> t.variance(1));
  }

  @Test
  void gradientsOfBiases() {
    var bias = Tensor.zeros(FLOAT32.tensor(8));
    assertSums(MILLION * (double) 0.1f, MILLION, bias, Autodiff.grad(
        b -> Tensor.zeros(FLOAT32.tensor(MILLION, 8)).addBias(b).mul(0.1f).sum()));
    assertSums(MILLION * (double) 0.1f, MILLION, bias, Autodiff.grad(
        b -> Tensor.zeros(FLOAT32.tensor(MILLION, 8)).add(b).mul(0.1f).sum()));
  }

  @Test
  void runningSums() {
    double[] expected = new double[MANY];
    Arrays.setAll(expected, i -> (i + 1.0) * 0.1f);
    assertSums(expected, MANY, tenths(MANY), x -> x.cumulativeSum(0));
    assertSums(MILLION * (double) 0.1f, MILLION, tenths(MILLION, 3),
        x -> x.cumulativeSum(0).slice(0, MILLION - 1, MILLION));
    assertSums(MILLION * (double) 0.1f, MILLION, tenths(3, MILLION),
        x -> x.cumulativeSum(1).slice(1, MILLION - 1, MILLION));
  }

  /** A running sum of what is not negative never falls. */
  @Test
  void runningSumsRise() {
    float[] sums = Tensor.uniform(FLOAT32.tensor(MANY), 3).cumulativeSum(0).toFloats();
    for (int i = 1; i < MANY; i++) {
      assertTrue(sums[i] >= sums[i - 1], "element " + i);
    }
  }

  @Test
  void sumsIntoFewBins() {
    int[] bins = new Random(4).ints(MANY, 0, 10).toArray();
    double[] expected = new double[10];
    Arrays.stream(bins).forEach(bin -> expected[bin] += 1);
    Arrays.setAll(expected, bin -> 1 + expected[bin] * 0.1f);
    var index = Tensor.of(bins);
    assertSums(expected, MANY, Tensor.ones(FLOAT32.tensor(10)), base -> base.indexAdd(0, index, tenths(MANY)));
    assertSums(expected, MANY, Tensor.ones(FLOAT32.tensor(10)), base -> base.scatterAdd(0, index, tenths(MANY)));
    var ones = Tensor.ones(FLOAT32.tensor(10));
    var gradient = Autodiff.grad((Tensor x) -> x.indexSelect(0, index).mul(0.1f).sum());
    double[] counted = Arrays.stream(expected).map(x -> x - 1).toArray();
    assertSums(counted, MANY, ones, gradient::apply);
  }

  /** One bin gets most of it, the others next to nothing, in each of several rows. */
  @Test
  void crowdedBinsAmongOthers() {
    int m = MILLION;
    int[] bins = new Random(5).ints(m, 0, 1000).map(i -> i < 900 ? 7 : i).toArray();
    double[] counts = new double[1000];
    Arrays.stream(bins).forEach(bin -> counts[bin]++);
    double[] expected = new double[3000];
    Arrays.setAll(expected, i -> counts[i % 1000] * 0.1f);
    var index = Tensor.of(bins);
    assertSums(expected, m, Tensor.zeros(FLOAT32.tensor(3, 1000)), x -> x.indexAdd(1, index, tenths(3, m)));
    var each = index.cast(FLOAT64).reshape(1, m).broadcastTo(3, m).cast(DType.INT32);
    assertSums(expected, m, Tensor.zeros(FLOAT32.tensor(3, 1000)), x -> x.scatterAdd(1, each, tenths(3, m)));
    double[] columns = new double[3000];
    Arrays.setAll(columns, i -> counts[i / 3] * 0.1f);
    assertSums(columns, m, Tensor.zeros(FLOAT32.tensor(1000, 3)), x -> x.indexAdd(0, index, tenths(m, 3)));
  }

  @Test
  void softmaxOfLongRows() {
    var x = Tensor.zeros(FLOAT32.tensor(1, MANY));
    assertSums(1.0 / MANY, MANY, x, t -> t.softmax());
    assertSums(-Math.log(MANY), MANY, x, t -> t.logSoftmax());
    assertSums(Math.log(MANY), MANY, x, t -> t.logSumExp());
    var p = Tensor.full(1e-7, FLOAT32.tensor(1, MANY));
    assertSums(Math.log(MANY) * MANY * 1e-7f, MANY, x, t -> t.softmaxCrossEntropy(p));
  }

  /** Programs read transposed operands in place, so that the library adds in another order. */
  @Test
  void productsWithLongInnerAxes() {
    for (int[] mn : List.of(new int[]{1, 1}, new int[]{1, 3}, new int[]{3, 1}, new int[]{4, 5})) {
      var w = tenths(MILLION, mn[1]);
      var wt = tenths(mn[1], MILLION);
      assertProducts(tenths(mn[0], MILLION), x -> x.matmul(w));
      assertProducts(tenths(mn[0], MILLION), x -> x.matmul(wt.transpose()));
      assertProducts(tenths(MILLION, mn[0]), x -> x.transpose().matmul(w));
      assertProducts(tenths(MILLION, mn[0]), x -> x.transpose().matmul(wt.transpose()));
    }
    assertProducts(tenths(MILLION), x -> x.dot(x));
  }

  private static void assertProducts(Tensor x, UnaryOperator<Tensor> product) {
    double[] expected = {MILLION * (double) 0.1f * 0.1f};
    assertClose(expected, MILLION, product.apply(x));
    assertClose(expected, MILLION, Autodiff.compile(product).apply(x));
  }

  @Test
  void norms() {
    double tenth = 0.1f;
    assertSums(Math.sqrt(MANY) * tenth, MANY, tenths(MANY), x -> x.norm());
    assertSums(Math.sqrt(MILLION) * tenth, MILLION, tenths(MILLION, 8), x -> x.norm(0));
    assertSums(Math.sqrt(MILLION) * tenth, MILLION, tenths(8, MILLION), x -> x.norm(1));
  }
}
