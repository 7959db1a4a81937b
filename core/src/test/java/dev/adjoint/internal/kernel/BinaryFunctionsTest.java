package dev.adjoint.internal.kernel;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;

import dev.adjoint.op.BinaryFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BinaryFunctionsTest {
  private final Functions<double[]> doubles = new DoubleFunctions();
  private final Functions<float[]> floats = new FloatFunctions();

  private static double[] values() {
    var edges = DoubleStream.of(0, Double.MIN_VALUE, Double.MIN_NORMAL, 0.5, 1, 2, 3, 1e10, Double.MAX_VALUE,
        Double.POSITIVE_INFINITY, Double.NaN);
    var signed = edges.flatMap(x -> DoubleStream.of(x, -x));
    return DoubleStream.concat(signed, new Random(1).doubles(200, -20, 20)).toArray();
  }

  /** Every value with every value: the first of each pair if {@code first}, else the second. */
  private static double[] pairs(double[] values, boolean first) {
    double[] pairs = new double[values.length * values.length];
    Arrays.setAll(pairs, i -> values[first ? i / values.length : i % values.length]);
    return pairs;
  }

  private static double exact(BinaryFunction f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> StrictMath.pow(a, b);
      case FLOOR_DIV -> floorDiv(a, b);
      case MOD -> mod(a, b);
      case MAX -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Double.compare(a, b) >= 0 ? a : b;
      case MIN -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Double.compare(a, b) <= 0 ? a : b;
      case HYPOT -> StrictMath.hypot(a, b);
      case ATAN2 -> StrictMath.atan2(a, b);
      case LOG_ADD_EXP -> a == b
          ? a + StrictMath.log(2)
          : Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
      case SIGMOID_CROSS_ENTROPY -> Double.isInfinite(a)
          ? costOfCertainty(a > 0 ? 1 - b : b)
          : (a > 0 ? a - a * b : 0 - a * b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
    };
  }

  /** Exactly; with an infinite b as with one that is larger than any a. */
  private static double floorDiv(double a, double b) {
    if (b == 0) {
      return a / b;
    }
    if (Double.isInfinite(a) || Double.isNaN(a / b)) {
      return Double.NaN;
    }
    boolean isBelow = a != 0 && a < 0 != b < 0;
    double y = Double.isInfinite(b) ? isBelow ? -1 : 0 : quotient(a, b).doubleValue();
    return y == 0 ? Math.copySign(0, a / b) : y;
  }

  private static double mod(double a, double b) {
    double quotient = b == 0 ? Double.NaN : floorDiv(a, b);
    if (Double.isNaN(quotient)) {
      return Double.NaN;
    }
    double y = Double.isInfinite(b)
        ? quotient == 0 ? a : b
        : new BigDecimal(a).subtract(new BigDecimal(b).multiply(quotient(a, b))).doubleValue();
    return y == 0 ? Math.copySign(0, b) : y;
  }

  private static BigDecimal quotient(double a, double b) {
    var parts = new BigDecimal(a).divideAndRemainder(new BigDecimal(b));
    return parts[1].signum() * Math.signum(b) < 0 ? parts[0].subtract(BigDecimal.ONE) : parts[0];
  }

  /** What it costs, with no doubt at all, to leave this much probability to what is the case. */
  private static double costOfCertainty(double missed) {
    return missed == 0 ? 0 : Double.POSITIVE_INFINITY * missed;
  }

  /** The distance allowed from the exact result: an ulp of the largest term for the one function that cancels. */
  private static double bound(BinaryFunction f, double a, double b, double expected, double ulp) {
    return switch (f) {
      case ADD, SUB, MUL, DIV, MAX, MIN, MOD -> 0;
      case POW, HYPOT, ATAN2, FLOOR_DIV -> 2 * Math.abs(expected) * ulp;
      case LOG_ADD_EXP -> 2 * (Math.max(Math.abs(a), Math.abs(b)) + 1) * ulp;
      case SIGMOID_CROSS_ENTROPY -> 2 * (Math.abs(a) + Math.abs(a * b) + 1) * ulp;
    };
  }

  @ParameterizedTest
  @EnumSource
  void doublesAreTheFormula(BinaryFunction f) {
    double[] a = pairs(values(), true);
    double[] b = pairs(values(), false);
    double[] y = new double[a.length];
    doubles.zip(f, a, b, y, 0, y.length);
    for (int i = 0; i < y.length; i++) {
      double expected = exact(f, a[i], b[i]);
      boolean close = Math.abs(y[i] - expected) <= bound(f, a[i], b[i], expected, 0x1p-52) + Double.MIN_VALUE;
      String message = f + "(" + a[i] + ", " + b[i] + ") = " + y[i] + ", not " + expected;
      assertTrue(Double.compare(y[i], expected) == 0 || Double.isFinite(expected) && expected != 0 && close, message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void floatsAreTheDoubleResultRounded(BinaryFunction f) {
    double[] left = pairs(values(), true);
    double[] right = pairs(values(), false);
    float[] a = new float[left.length];
    float[] b = new float[left.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) left[i];
      b[i] = (float) right[i];
    }
    float[] y = new float[a.length];
    floats.zip(f, a, b, y, 0, y.length);
    for (int i = 0; i < y.length; i++) {
      float expected = (float) exact(f, a[i], b[i]);
      boolean close = Math.abs(y[i] - expected) <= bound(f, a[i], b[i], expected, 0x1p-23);
      String message = f + "(" + a[i] + ", " + b[i] + ") = " + y[i] + ", not " + expected;
      assertTrue(Float.compare(y[i], expected) == 0 || Float.isFinite(expected) && close, message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partOfAnArrayLeavesTheRestAlone(BinaryFunction f) {
    double[] a = new Random(2).doubles(64).toArray();
    double[] b = new Random(3).doubles(64).toArray();
    double[] expected = new double[64];
    doubles.zip(f, a, b, expected, 0, 64);
    Arrays.fill(expected, 0, 13, 42);
    Arrays.fill(expected, 50, 64, 42);
    double[] y = new double[64];
    Arrays.fill(y, 42);
    doubles.zip(f, a, b, y, 13, 50);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @EnumSource
  void resultMayReplaceEitherOperand(BinaryFunction f) {
    double[] a = new Random(4).doubles(100).toArray();
    double[] b = new Random(5).doubles(100).toArray();
    double[] y = new double[100];
    doubles.zip(f, a, b, y, 0, 100);
    double[] left = a.clone();
    doubles.zip(f, left, b, left, 0, 100);
    assertArrayEquals(y, left);
    doubles.zip(f, a, b, b, 0, 100);
    assertArrayEquals(y, b);
  }
}
