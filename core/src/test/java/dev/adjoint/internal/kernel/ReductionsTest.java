package dev.adjoint.internal.kernel;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ReductionsTest {
  private static final double DOUBLE_ROUNDING = 0x1p-53;
  private static final double FLOAT_ROUNDING = 0x1p-24;
  private static final int LONG = 1_000_003;

  private final FloatingReductions<double[]> doubles = new DoubleReductions();
  private final FloatingReductions<float[]> floats = new FloatReductions();

  /** Numbers of very different size that a float holds exactly, so that both element types can be asked for the same. */
  private static double[] numbers(int n, int seed) {
    var random = new Random(seed);
    return random.doubles(n, -1, 1).map(x -> (float) (x * Math.pow(10, random.nextInt(-3, 4)))).toArray();
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  private static double exactSum(double[] x) {
    return Arrays.stream(x).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
  }

  private static double[] row(double[] x, int o, int n, int inner, int j) {
    double[] row = new double[n];
    Arrays.setAll(row, k -> x[(o * n + k) * inner + j]);
    return row;
  }

  private static double exact(Fold fold, double[] row) {
    return switch (fold) {
      case SUM -> exactSum(row);
      case SQUARES -> exactSum(Arrays.stream(row).map(x -> x * x).toArray());
      case MAX -> Arrays.stream(row).max().orElse(Double.NEGATIVE_INFINITY);
      case MIN -> Arrays.stream(row).min().orElse(Double.POSITIVE_INFINITY);
    };
  }

  private void checkFolds(int outer, int n, int inner) {
    double[] x = numbers(outer * n * inner, n);
    for (var fold : Fold.values()) {
      double[] y = new double[outer * inner];
      float[] floatY = new float[outer * inner];
      doubles.fold(fold, x, y, outer, n, inner);
      floats.fold(fold, floats(x), floatY, outer, n, inner);
      for (int i = 0; i < y.length; i++) {
        double[] row = row(x, i / inner, n, inner, i % inner);
        // A sum of n terms is off by at most n roundings of Σ|x|; a maximum by none.
        double terms = switch (fold) {
          case SUM -> n * Arrays.stream(row).map(Math::abs).sum();
          case SQUARES -> (n + 1) * Arrays.stream(row).map(v -> v * v).sum();
          case MAX, MIN -> 0;
        };
        assertEquals(exact(fold, row), y[i], terms * DOUBLE_ROUNDING);
        assertEquals(exact(fold, row), floatY[i], terms * FLOAT_ROUNDING);
      }
    }
  }

  @Property(tries = 300, seed = "1")
  void foldsAreThoseOfANaiveLoop(@ForAll @IntRange(max = 5) int outer, @ForAll @IntRange(max = 20) int n,
      @ForAll @IntRange(max = 5) int inner) {
    checkFolds(outer, n, inner);
  }

  @Example
  void foldsAreThoseOfANaiveLoopWherePiecesEnd() {
    for (int n : new int[]{4095, 4096, 4097, 8 * 4096 + 9, 70_000}) {
      checkFolds(1, n, 1);
      checkFolds(2, n, 1);
    }
    checkFolds(2, 3, 1025);
    checkFolds(2, 200, 1025);
    checkFolds(1, 64, 1000);
    for (int n : new int[]{127, 128, 129, 8191, 8192, 8193, 30_000}) {
      checkFolds(2, n, 8);
    }
    checkFolds(1, 70_000, 3);
    checkFolds(40, 3, 2048);
    checkFolds(50_000, 3, 1);
  }

  @Example
  void longSumsLoseLittle() {
    double[] x = numbers(LONG, 7);
    double[] y = new double[1];
    float[] floatY = new float[1];
    doubles.fold(Fold.SUM, x, y, 1, LONG, 1);
    floats.fold(Fold.SUM, floats(x), floatY, 1, LONG, 1);
    // Eight sums of at most 512 terms in a piece and a binary tree over 245 pieces: no term is rounded more than 530 times.
    double bound = 530 * Arrays.stream(x).map(Math::abs).sum();
    assertEquals(exactSum(x), y[0], bound * DOUBLE_ROUNDING);
    assertEquals(exactSum(x), floatY[0], bound * FLOAT_ROUNDING);
  }

  @Example
  void maximumAndMinimumPassNaNOnAndKnowZeros() {
    double[] x = {1, Double.NaN, 2, -0.0, 0.0, -0.0};
    double[] y = new double[2];
    doubles.fold(Fold.MAX, x, y, 2, 3, 1);
    assertArrayEquals(new double[]{Double.NaN, 0.0}, y);
    doubles.fold(Fold.MIN, x, y, 2, 3, 1);
    assertArrayEquals(new double[]{Double.NaN, -0.0}, y);
  }

  @Example
  void emptyFoldsAreNeutral() {
    double[] y = {42};
    doubles.fold(Fold.SUM, new double[0], y, 1, 0, 1);
    assertArrayEquals(new double[]{0}, y);
    doubles.fold(Fold.MAX, new double[0], y, 1, 0, 1);
    assertArrayEquals(new double[]{Double.NEGATIVE_INFINITY}, y);
    doubles.fold(Fold.MIN, new double[0], y, 1, 0, 1);
    assertArrayEquals(new double[]{Double.POSITIVE_INFINITY}, y);
  }

  @Property(tries = 100, seed = "2")
  void cumulativeSumIsTheSumSoFar(@ForAll @IntRange(max = 4) int outer, @ForAll @IntRange(max = 12) int n,
      @ForAll @IntRange(max = 4) int inner) {
    double[] x = numbers(outer * n * inner, 3);
    double[] y = new double[x.length];
    float[] floatY = new float[x.length];
    doubles.cumulativeSum(x, y, outer, n, inner);
    floats.cumulativeSum(floats(x), floatY, outer, n, inner);
    for (int i = 0; i < y.length; i++) {
      int k = i / inner % n;
      double[] soFar = Arrays.copyOf(row(x, i / inner / n, n, inner, i % inner), k + 1);
      double terms = n * Arrays.stream(soFar).map(Math::abs).sum();
      assertEquals(exactSum(soFar), y[i], terms * DOUBLE_ROUNDING);
      assertEquals(exactSum(soFar), floatY[i], terms * FLOAT_ROUNDING);
    }
  }

  /** log Σ eˣ with the exponentials added exactly. */
  private static double logSumExp(double[] row) {
    double max = exact(Fold.MAX, row);
    return max + StrictMath.log(exactSum(Arrays.stream(row).map(x -> StrictMath.exp(x - max)).toArray()));
  }

  @Property(tries = 100, seed = "3")
  void softmaxAndItsSistersAreTheFormulas(@ForAll @IntRange(max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = -1000, max = 1000) int shift) {
    checkSoftmax(rows, n, shift);
  }

  @Example
  void softmaxOfLongRowsIsTheFormula() {
    checkSoftmax(1, 100_003, 500);
    checkSoftmax(3000, 7, -500);
  }

  private void checkSoftmax(int rows, int n, int shift) {
    double[] x = new Random(n).doubles((long) rows * n, -5, 5).map(v -> (float) (v + shift)).toArray();
    double[] p = new Random(n + 1).doubles((long) rows * n).map(v -> (float) (v / n)).toArray();
    double[] log = new double[rows];
    double[] soft = new double[rows * n];
    double[] logSoft = new double[rows * n];
    double[] loss = new double[rows];
    doubles.logSumExp(x, log, rows, n);
    doubles.softmax(x, soft, rows, n);
    doubles.logSoftmax(x, logSoft, rows, n);
    doubles.softmaxCrossEntropy(x, p, loss, rows, n);
    float[] floatLog = new float[rows];
    float[] floatSoft = new float[rows * n];
    float[] floatLogSoft = new float[rows * n];
    float[] floatLoss = new float[rows];
    floats.logSumExp(floats(x), floatLog, rows, n);
    floats.softmax(floats(x), floatSoft, rows, n);
    floats.logSoftmax(floats(x), floatLogSoft, rows, n);
    floats.softmaxCrossEntropy(floats(x), floats(p), floatLoss, rows, n);
    // The sum of n exponentials, and what the size of the logits costs when the logarithm is added to them.
    double bound = n + 4 + 4.0 * (Math.abs(shift) + 20);
    for (int o = 0; o < rows; o++) {
      double[] row = row(x, o, n, 1, 0);
      double expected = logSumExp(row);
      assertEquals(expected, log[o], bound * DOUBLE_ROUNDING);
      assertEquals(expected, floatLog[o], bound * FLOAT_ROUNDING);
      double[] terms = new double[n];
      for (int k = 0; k < n; k++) {
        int i = o * n + k;
        double y = StrictMath.exp(x[i] - expected);
        assertEquals(y, soft[i], bound * y * DOUBLE_ROUNDING);
        assertEquals(y, floatSoft[i], 2 * bound * y * FLOAT_ROUNDING);
        assertEquals(x[i] - expected, logSoft[i], bound * DOUBLE_ROUNDING);
        assertEquals(x[i] - expected, floatLogSoft[i], bound * FLOAT_ROUNDING);
        terms[k] = p[i] * (expected - x[i]);
      }
      assertEquals(exactSum(terms), loss[o], 2 * bound * exactSum(terms) * DOUBLE_ROUNDING + bound * DOUBLE_ROUNDING);
      assertEquals(exactSum(terms), floatLoss[o],
          2 * bound * exactSum(terms) * FLOAT_ROUNDING + bound * FLOAT_ROUNDING);
    }
  }

  @Example
  void infiniteLogitsHaveTheirLimits() {
    double inf = Double.POSITIVE_INFINITY;
    double[] log = new double[4];
    doubles.logSumExp(new double[]{-inf, -inf, 0, -inf, 0, inf, Double.NaN, inf}, log, 4, 2);
    assertArrayEquals(new double[]{-inf, 0, inf, Double.NaN}, log);
    double[] soft = new double[4];
    doubles.softmax(new double[]{0, -inf, 1e300, -1e300}, soft, 2, 2);
    assertArrayEquals(new double[]{1, 0, 1, 0}, soft);
    double[] loss = new double[1];
    doubles.softmaxCrossEntropy(new double[]{0, -inf}, new double[]{1, 0}, loss, 1, 2);
    assertArrayEquals(new double[]{0}, loss); // 0·∞ counts as 0
  }

  @Property(tries = 100, seed = "4")
  void addingAtIndicesAddsOneElementAtATime(@ForAll @IntRange(max = 4) int outer,
      @ForAll @IntRange(min = 1, max = 4) int n,
      @ForAll @IntRange(max = 9) int m, @ForAll @IntRange(max = 4) int inner) {
    var random = new Random(m);
    double[] x = random.ints((long) outer * m * inner, -9, 10).asDoubleStream().toArray(); // exact sums in any order
    int[] one = random.ints(m, 0, n).toArray();
    int[] each = random.ints((long) outer * m * inner, 0, n).toArray();
    double[] expected = numbers(outer * n * inner, 5);
    Arrays.setAll(expected, i -> Math.rint(expected[i]));
    double[] expectedEach = expected.clone();
    double[] y = expected.clone();
    double[] yEach = expected.clone();
    float[] floatY = floats(expected);
    float[] floatEach = floats(expected);
    for (int i = 0; i < x.length; i++) {
      int o = i / inner / m;
      expected[(o * n + one[i / inner % m]) * inner + i % inner] += x[i];
      expectedEach[(o * n + each[i]) * inner + i % inner] += x[i];
    }
    doubles.indexAdd(x, one, y, outer, n, inner);
    doubles.scatterAddAlong(x, each, yEach, outer, n, m, inner);
    floats.indexAdd(floats(x), one, floatY, outer, n, inner);
    floats.scatterAddAlong(floats(x), each, floatEach, outer, n, m, inner);
    assertArrayEquals(expected, y);
    assertArrayEquals(expectedEach, yEach);
    assertArrayEquals(floats(expected), floatY);
    assertArrayEquals(floats(expectedEach), floatEach);
  }
}
