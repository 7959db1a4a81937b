package dev.adjoint.internal.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import dev.adjoint.op.UnaryFunction;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UnaryFunctionsTest {
  /** Where approximations change over (erf: 2⁻²⁸, 0.84375, 1.25, 1/0.35, 6) and where exponentials over- or underflow. */
  private static final double[] SEAMS = {0x1p-28, 0.84375, 1.25, 1 / 0.35, 6, 0.5, 1, 2, Math.PI / 4, Math.PI / 2,
      Math.PI, 22, 36.7, 37, 88.72284, 103.97208, 709.782712893384, 710.4758600739439, 745.1332191019411};
  private static final double[] EDGES = {0, Double.MIN_VALUE, 17 * Double.MIN_VALUE, Math.nextDown(Double.MIN_NORMAL),
      Double.MIN_NORMAL, Float.MIN_VALUE, Float.MIN_NORMAL, 1e-300, 1e300, Float.MAX_VALUE, Double.MAX_VALUE,
      Double.POSITIVE_INFINITY, Double.NaN};

  private final Functions<double[]> doubles = new DoubleFunctions();
  private final Functions<float[]> floats = new FloatFunctions();

  private static double[] grid() {
    var seams = Arrays.stream(SEAMS).flatMap(x -> DoubleStream.of(x, Math.nextUp(x), Math.nextDown(x)));
    var line = new Random(1).doubles(20_000, 0, 50);
    var unit = new Random(2).doubles(10_000);
    var everyExponent = new Random(3).longs(20_000).mapToDouble(Double::longBitsToDouble);
    return Stream.of(Arrays.stream(EDGES), seams, line, unit, everyExponent).flatMapToDouble(s -> s)
        .flatMap(x -> DoubleStream.of(x, -x)).toArray();
  }

  private static double exact(UnaryFunction f, double x) {
    return switch (f) {
      case NEG -> x * -1;
      case ABS -> x > 0 ? x : 0 - x; // 0 − −0 is 0
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : x;
      case SQUARE -> x * x;
      case SQRT -> StrictMath.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case FLOOR -> StrictMath.floor(x);
      case CEIL -> StrictMath.ceil(x);
      case ROUND -> StrictMath.rint(x);
      case TRUNC -> x < 0 ? StrictMath.ceil(x) : StrictMath.floor(x);
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case ASIN -> StrictMath.asin(x);
      case ACOS -> StrictMath.acos(x);
      case ATAN -> StrictMath.atan(x);
      case SINH -> StrictMath.sinh(x);
      case COSH -> StrictMath.cosh(x);
      case TANH -> StrictMath.tanh(x);
      case ERF -> Erf.value(x);
      case LOG2 -> StrictMath.log(x) / StrictMath.log(2);
      case LOG10 -> StrictMath.log10(x);
      case EXP2 -> StrictMath.pow(2, x);
      case ASINH -> arsinh(x);
      case ACOSH -> arcosh(x);
      case ATANH -> Math.copySign(0.5 * StrictMath.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);
      case ERFC -> Erfc.value(x);
      case ERF_INV -> InverseErf.value(x);
      case LGAMMA, DIGAMMA -> throw new IllegalArgumentException(f + ": see SpecialFunctionsTest");
      case SIGMOID -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x));
      case SOFTPLUS -> x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
      case RELU -> x > 0 || Double.isNaN(x) ? x : 0;
    };
  }

  static double arsinh(double x) {
    double a = Math.abs(x);
    double y = a > 1e100
        ? StrictMath.log(a) + StrictMath.log(2)
        : StrictMath.log1p(a + a * a / (1 + StrictMath.sqrt(1 + a * a)));
    return Math.copySign(y, x);
  }

  static double arcosh(double x) {
    double t = x - 1;
    return x < 1
        ? Double.NaN
        : x > 1e100 ? StrictMath.log(x) + StrictMath.log(2) : StrictMath.log1p(t + StrictMath.sqrt(t * (t + 2)));
  }

  /** How far from the reference, which may itself be off by one, a double result may be. */
  private static int ulps(UnaryFunction f) {
    return switch (f) {
      case NEG, ABS, SIGN, SQUARE, SQRT, RECIPROCAL, RELU, FLOOR, CEIL, ROUND, TRUNC -> 0;
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ERF -> 2;
      case TANH -> 3; // StrictMath's own is off by up to 2.1
      case LOG10, EXP2 -> 2;
      case LOG2, ASINH, ACOSH, ATANH, ERFC, ERF_INV, SIGMOID, SOFTPLUS -> 4;
      case LGAMMA, DIGAMMA -> throw new IllegalArgumentException(f + ": see SpecialFunctionsTest");
    };
  }

  /** The smallest normal number for functions whose formula turns subnormal results into 0, a small part of it, else 0. */
  private static double flushed(UnaryFunction f, double smallestNormal) {
    return switch (f) {
      case SIGMOID -> smallestNormal;
      case ERFC -> smallestNormal * 0x1p-22; // where the reference rounds to 0
      default -> 0;
    };
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"LGAMMA", "DIGAMMA"})
  void doublesAreWithinTheirBoundOfTheReference(UnaryFunction f) {
    double[] x = grid();
    double[] y = new double[x.length];
    doubles.map(f, x, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      double expected = exact(f, x[i]);
      boolean equal = Double.compare(y[i], expected) == 0;
      double error = Math.abs(y[i] - expected);
      boolean close = error <= ulps(f) * Math.ulp(expected) && expected != 0 || error < flushed(f, Double.MIN_NORMAL);
      String message = f + "(" + x[i] + ") = " + y[i] + ", not " + expected;
      assertTrue(equal || close, message);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"LGAMMA", "DIGAMMA"})
  void floatsAreWithinTwoUlpsOfTheRoundedDouble(UnaryFunction f) {
    double[] grid = grid();
    float[] x = new float[grid.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) grid[i];
    }
    float[] y = new float[x.length];
    floats.map(f, x, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      float expected = (float) exact(f, x[i]);
      boolean equal = Float.compare(y[i], expected) == 0;
      float error = Math.abs(y[i] - expected);
      boolean close = error <= 2 * Math.ulp(expected) || error < flushed(f, Float.MIN_NORMAL);
      String message = f + "(" + x[i] + ") = " + y[i] + ", not " + expected;
      assertTrue(equal || close, message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partOfAnArrayLeavesTheRestAlone(UnaryFunction f) {
    double[] x = new Random(4).doubles(64).toArray();
    double[] y = new double[64];
    Arrays.fill(y, 42);
    double[] whole = new double[64];
    doubles.map(f, x, whole, 0, 64);
    doubles.map(f, x, y, 13, 50);
    double[] expected = new double[64];
    Arrays.fill(expected, 42);
    System.arraycopy(whole, 13, expected, 13, 37);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @EnumSource
  void resultMayReplaceTheOperand(UnaryFunction f) {
    double[] x = new Random(5).doubles(100).toArray();
    double[] y = new double[100];
    doubles.map(f, x, y, 0, 100);
    doubles.map(f, x, x, 0, 100);
    assertArrayEquals(y, x);
  }
}
