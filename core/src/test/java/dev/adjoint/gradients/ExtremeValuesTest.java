package dev.adjoint.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.adjoint.Autodiff;
import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.adjoint.DType.FLOAT32;
import static dev.adjoint.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Values and gradients far out, at zero, at infinity, of NaN and of nothing at all; expected ones are derived by hand. */
class ExtremeValuesTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  /** e⁻¹⁰⁰ ≈ 3.7·10⁻⁴⁴: a FLOAT64, and below the normal numbers of FLOAT32. */
  private static final double TINY = StrictMath.exp(-100);
  private static final double LOG_2 = StrictMath.log(2);
  private static final double[] FAR = {-1e4, -1e2, 0, 1e2, 1e4};

  /** The value of an elementwise function and its derivative. */
  private static void assertElementwise(DType dtype, UnaryOperator<Tensor> f, double[] x, double[] y, double[] dx) {
    var variable = Tensor.variable(Tensor.of(x).cast(dtype));
    var value = f.apply(variable);
    assertClose(y, value);
    assertClose(dx, value.backward(Tensor.ones(value.type())).of(variable));
  }

  /** To a dozen roundings of the element, or, in FLOAT32, of the smallest number that has all its digits. */
  private static void assertClose(double[] expected, Tensor actual) {
    double precision = actual.dtype() == FLOAT32 ? 0x1p-20 : 0x1p-49;
    double smallest = actual.dtype() == FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    double[] values = actual.cast(FLOAT64).toDoubles();
    assertEquals(expected.length, values.length);
    for (int i = 0; i < values.length; i++) {
      double tolerance = precision * Math.max(Math.abs(expected[i]), smallest / 0x1p-23);
      assertEquals(expected[i], values[i], Double.isFinite(tolerance) ? tolerance : 0, "element " + i);
    }
  }

  /** A function of one row to one number, and its gradient. */
  private static void assertRow(DType dtype, UnaryOperator<Tensor> f, double[] x, double y, double[] dx) {
    var variable = Tensor.variable(Tensor.of(x).cast(dtype));
    var value = f.apply(variable);
    assertClose(new double[]{y}, value.flatten());
    assertClose(dx, value.backward().of(variable));
  }

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  private static double gradientAt(UnaryOperator<Tensor> f, double x) {
    var variable = Tensor.variable(x);
    return f.apply(variable).backward().of(variable).item();
  }

  @Nested
  class FarOut {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void sigmoid(DType dtype) {
      // σ(−x) = e⁻ˣ / (1 + e⁻ˣ), which is e⁻ˣ to all digits at 100; σ' = σ (1 − σ), which is 0 where σ rounds to 1.
      assertElementwise(dtype, Tensor::sigmoid, FAR, new double[]{0, TINY, 0.5, 1, 1},
          new double[]{0, TINY, 0.25, 0, 0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softplus(DType dtype) {
      assertElementwise(dtype, Tensor::softplus, FAR, new double[]{0, TINY, LOG_2, 1e2, 1e4},
          new double[]{0, TINY, 0.5, 1, 1});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logSigmoid(DType dtype) {
      assertElementwise(dtype, Tensor::logSigmoid, FAR, new double[]{-1e4, -1e2, -LOG_2, -TINY, 0},
          new double[]{1, 1, 0.5, TINY, 0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void tanh(DType dtype) {
      assertElementwise(dtype, Tensor::tanh, FAR, new double[]{-1, -1, 0, 1, 1}, new double[]{0, 0, 1, 0, 0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void gatedActivations(DType dtype) {
      double[] y = {0, 0, 0, 1e2, 1e4};
      double[] dx = {0, 0, 0.5, 1, 1};
      assertElementwise(dtype, Tensor::gelu, FAR, y, dx);
      assertElementwise(dtype, Tensor::geluTanh, FAR, y, dx);
      double[] siluBelow = {0, -100 * TINY, 0, 1e2, 1e4};
      assertElementwise(dtype, Tensor::silu, FAR, siluBelow, new double[]{0, -99 * TINY, 0.5, 1, 1});
      assertElementwise(dtype, x -> x.elu(2), FAR, new double[]{-2, -2, 0, 1e2, 1e4},
          new double[]{0, 2 * TINY, 2, 1, 1});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmax(DType dtype) {
      // The gradient of the k-th probability is pₖ (eₖ − p).
      assertRow(dtype, x -> x.softmax().get(1), new double[]{-1e4, 1e4, 1e4}, 0.5, new double[]{0, 0.25, -0.25});
      assertRow(dtype, x -> x.softmax().get(0), new double[]{0, 1e2}, TINY, new double[]{TINY, -TINY});
      assertRow(dtype, x -> x.softmax().get(0), new double[]{0, 1e4}, 0, new double[]{0, 0});
      assertRow(dtype, x -> x.softmax().get(0), new double[]{1e4, -1e4}, 1, new double[]{0, 0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logSoftmax(DType dtype) {
      // The gradient of the k-th element is eₖ − p.
      assertRow(dtype, x -> x.logSoftmax().get(0), new double[]{-1e4, 1e4, 1e4}, -2e4 - LOG_2,
          new double[]{1, -0.5, -0.5});
      assertRow(dtype, x -> x.logSoftmax().get(1), new double[]{0, 1e2}, -0.0, new double[]{-TINY, 0});
      assertRow(dtype, x -> x.logSoftmax().get(0), new double[]{0, 1e4}, -1e4, new double[]{1, -1});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logSumExp(DType dtype) {
      assertRow(dtype, x -> x.logSumExp(), new double[]{1e4, 1e4, -1e4}, 1e4 + LOG_2, new double[]{0.5, 0.5, 0});
      assertRow(dtype, x -> x.logSumExp(), new double[]{-1e4, -1e4}, -1e4 + LOG_2, new double[]{0.5, 0.5});
      assertRow(dtype, x -> x.logSumExp(), new double[]{0, 1e2}, 1e2, new double[]{TINY, 1});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmaxCrossEntropyOfAnIndex(DType dtype) {
      // −log softmax at the label, gradient p − eₖ.
      assertRow(dtype, x -> x.softmaxCrossEntropy(Tensor.of(0)), new double[]{-1e4, 1e4}, 2e4, new double[]{-1, 1});
      assertRow(dtype, x -> x.softmaxCrossEntropy(Tensor.of(1)), new double[]{-1e4, 1e4}, 0, new double[]{0, 0});
      assertRow(dtype, x -> x.softmaxCrossEntropy(Tensor.of(1)), new double[]{0, 1e2}, 0, new double[]{TINY, 0});
      assertRow(dtype, x -> x.softmaxCrossEntropy(Tensor.of(2)), new double[]{0, 0, 0}, StrictMath.log(3),
          new double[]{1 / 3.0, 1 / 3.0, -2 / 3.0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmaxCrossEntropyOfProbabilities(DType dtype) {
      var p = Tensor.of(0.25, 0.75).cast(dtype);
      // Σ pₖ (log Σ eˣ − xₖ), gradient softmax − p.
      assertRow(dtype, x -> x.softmaxCrossEntropy(p), new double[]{-1e4, 1e4}, 5e3, new double[]{-0.25, 0.25});
      assertRow(dtype, x -> x.softmaxCrossEntropy(p), new double[]{1e4, -1e4}, 1.5e4, new double[]{0.75, -0.75});
      assertRow(dtype, x -> x.softmaxCrossEntropy(p), new double[]{1e4, 1e4}, LOG_2, new double[]{0.25, -0.25});
      assertRow(dtype, x -> x.softmaxCrossEntropy(p), new double[]{1e2, 0}, 75, new double[]{0.75, -0.75});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void gradientByProbabilities(DType dtype) {
      var logits = Tensor.of(-1e4, 1e4).cast(dtype);
      assertRow(dtype, p -> logits.softmaxCrossEntropy(p), new double[]{0.25, 0.75}, 5e3, new double[]{2e4, -0.0});
    }

    @Test
    void impossibleClassCostsNothingIfItIsNotTheTarget() {
      assertRow(FLOAT64, x -> x.softmaxCrossEntropy(Tensor.of(1)), new double[]{-INFINITY, 3, 3}, LOG_2,
          new double[]{0, -0.5, 0.5});
      assertRow(FLOAT64, x -> x.softmaxCrossEntropy(Tensor.of(0)), new double[]{-INFINITY, 3}, INFINITY,
          new double[]{-1, 1});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void sigmoidCrossEntropy(DType dtype) {
      // softplus(x) − x t, gradient σ(x) − t.
      assertElementwise(dtype, x -> x.sigmoidCrossEntropy(x.scalar(1)), FAR, new double[]{1e4, 1e2, LOG_2, TINY, 0},
          new double[]{-1, -1, -0.5, 0, 0});
      assertElementwise(dtype, x -> x.sigmoidCrossEntropy(x.scalar(0)), FAR, new double[]{0, TINY, LOG_2, 1e2, 1e4},
          new double[]{0, TINY, 0.5, 1, 1});
      assertElementwise(dtype, x -> x.sigmoidCrossEntropy(x.scalar(0.25)), FAR,
          new double[]{2.5e3, 25, LOG_2, 75, 7.5e3}, new double[]{-0.25, -0.25, 0.25, 0.75, 0.75});
    }
  }

  @Nested
  class Jumps {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void roundingIsFlatAtItsJumpsToo(DType dtype) {
      double[] x = {-INFINITY, -2.5, -1, -0.5, -0.0, 0, 0.5, 1.5, 1e30, INFINITY, NAN};
      double[] flat = new double[x.length];
      assertElementwise(dtype, Tensor::floor, x,
          new double[]{-INFINITY, -3, -1, -1, -0.0, 0, 0, 1, 1e30, INFINITY, NAN},
          flat);
      assertElementwise(dtype, Tensor::ceil, x,
          new double[]{-INFINITY, -2, -1, -0.0, -0.0, 0, 1, 2, 1e30, INFINITY, NAN},
          flat);
      assertElementwise(dtype, Tensor::round, x,
          new double[]{-INFINITY, -2, -1, -0.0, -0.0, 0, 0, 2, 1e30, INFINITY, NAN},
          flat);
      assertElementwise(dtype, Tensor::trunc, x,
          new double[]{-INFINITY, -2, -1, -0.0, -0.0, 0, 0, 1, 1e30, INFINITY, NAN},
          flat);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void remaindersAtTheirJumps(DType dtype) {
      double[] x = {-3, -0.5, 0, 3, 1e30};
      assertElementwise(dtype, a -> a.floorDiv(3), x, new double[]{-1, -1, 0, 1, Math.floor(1e30 / 3)}, new double[5]);
      assertElementwise(dtype, a -> a.slice(0, 0, 4).mod(3), x, new double[]{0, 2.5, 0, 0},
          new double[]{1, 1, 1, 1, 0});
    }
  }

  @Nested
  class AtZero {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void infiniteSlopes(DType dtype) {
      assertElementwise(dtype, Tensor::log, new double[]{0}, new double[]{-INFINITY}, new double[]{INFINITY});
      assertElementwise(dtype, Tensor::sqrt, new double[]{0}, new double[]{0}, new double[]{INFINITY});
      assertElementwise(dtype, Tensor::log1p, new double[]{-1}, new double[]{-INFINITY}, new double[]{INFINITY});
      assertElementwise(dtype, Tensor::asin, new double[]{-1, 1}, new double[]{-Math.PI / 2, Math.PI / 2},
          new double[]{INFINITY, INFINITY});
      assertElementwise(dtype, Tensor::acos, new double[]{-1, 1}, new double[]{Math.PI, 0},
          new double[]{-INFINITY, -INFINITY});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void powersOfZeroWithAJavaNumber(DType dtype) {
      double[] zero = {0};
      assertElementwise(dtype, x -> x.pow(0), zero, new double[]{1}, new double[]{0});
      assertElementwise(dtype, x -> x.pow(1), zero, new double[]{0}, new double[]{1});
      assertElementwise(dtype, x -> x.pow(2), zero, new double[]{0}, new double[]{0});
      assertElementwise(dtype, x -> x.pow(0.5), zero, new double[]{0}, new double[]{INFINITY});
    }

    @Test
    void powersOfZeroWithATensor() {
      assertPower(0, 0, 1, 0, 0);
      assertPower(0, 1, 0, 1, 0);
      assertPower(0, 2, 0, 0, 0);
      assertPower(0, 0.5, 0, INFINITY, 0);
      assertPower(2, 0, 1, 0, LOG_2);
      assertPower(-2, 3, -8, 12, NAN);
    }

    @Test
    void negativePowersOfZero() {
      assertPower(0, -1, INFINITY, -INFINITY, -INFINITY);
    }

    private static void assertPower(double a, double b, double y, double da, double db) {
      var base = Tensor.variable(a);
      var exponent = Tensor.variable(b);
      var power = base.pow(exponent);
      var gradients = power.backward();
      assertEquals(y, power.item());
      assertEquals(da, gradients.of(base).item(), 0.0);
      assertEquals(db, gradients.of(exponent).item(), 1e-15);
    }

    @Test
    void secondDerivativesOfPowersOfZero() {
      for (UnaryOperator<Tensor> square : List.<UnaryOperator<Tensor>>of(x -> x.pow(2),
          x -> x.pow(x.scalar(2)), Tensor::square)) {
        var x = Tensor.variable(0);
        var slope = Tape.of(square.apply(x)).differentiableBackward().of(x);
        assertEquals(2, slope.backward().of(x).item());
      }
    }

    @Test
    void normAndStandardDeviationOfEqualElements() {
      var zeros = Tensor.variable(0.0, 0.0);
      assertEquals(0, zeros.norm().item());
      assertArrayEquals(new double[]{0, 0}, zeros.norm().backward().of(zeros).toDoubles());
      var equal = Tensor.variable(3.0, 3.0);
      assertEquals(0, equal.standardDeviation().item());
      assertArrayEquals(new double[]{0, 0}, equal.standardDeviation().backward().of(equal).toDoubles());
    }
  }

  @Nested
  class Lengths {
    private static final double[] SCALES = {1, 1e30, 1e-30, 1e-42, 1e200, 1e-200, 1e-310};

    /** Scales whose squares over- or underflow in FLOAT32 or FLOAT64, and those that leave few digits of a number. */
    private static double[] scales(DType dtype) {
      return Arrays.stream(SCALES).filter(s -> dtype == FLOAT64 || s <= 1e30 && s >= 1e-42).toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void normsOfAllSizes(DType dtype) {
      for (double scale : scales(dtype)) {
        double[] x = {3 * scale, -4 * scale};
        double few = scale < 1e-300 || scale < 1e-40 && dtype == FLOAT32 ? 1e-2 : 1e-6; // digits of a subnormal number
        for (UnaryOperator<Tensor> norm : List.<UnaryOperator<Tensor>>of(t -> t.norm(),
            t -> t.norm(Axes.keep(0)).squeeze(), t -> t.reshape(1, 2).norm(1).squeeze(),
            t -> t.reshape(2, 1).norm(0).squeeze(), t -> t.get(0).hypot(t.get(1)),
            t -> t.reshape(2, 1).broadcastTo(2, 70).norm(0).get(69),
            t -> t.reshape(1, 2, 1).broadcastTo(70, 2, 1).norm(0, 2).mul(1 / Math.sqrt(70)).norm())) {
          var variable = Tensor.variable(Tensor.of(x).cast(dtype));
          assertEquals(5, norm.apply(variable).cast(FLOAT64).item() / scale, 5 * few);
          double[] slope = Autodiff.grad(norm).apply(variable.detach()).cast(FLOAT64).toDoubles();
          assertArrayEquals(new double[]{0.6, -0.8}, slope, few);
          assertArrayEquals(slope, Autodiff.compile(Autodiff.grad(norm)).apply(variable.detach()).cast(FLOAT64)
              .toDoubles());
          if (scale >= 1e-30 || dtype == FLOAT64 && scale >= 1e-200) {
            // (I − u uᵀ) / y with u = (0.6, −0.8)
            var hessian = Autodiff.hessian(norm).apply(variable.detach()).cast(FLOAT64).mul(scale);
            assertArrayEquals(new double[]{0.128, 0.096, 0.096, 0.072}, hessian.flatten().toDoubles(), 1e-6);
          }
        }
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void specialNorms(DType dtype) {
      assertEquals(INFINITY, Tensor.of(1.0, -INFINITY).cast(dtype).norm().item());
      assertEquals(NAN, Tensor.of(INFINITY, NAN).cast(dtype).norm().item());
      assertEquals(0, Tensor.of(0.0, -0.0).cast(dtype).norm().item());
      assertArrayEquals(new double[]{0, 0}, Tensor.zeros(dtype.tensor(2, 0)).norm(1).cast(FLOAT64).toDoubles());
      assertEquals(0, Tensor.zeros(dtype.tensor(0)).norm().item());
      assertEquals(2, Tensor.of(-2.0).cast(dtype).squeeze().norm().item());
      var tiny = Tensor.full(dtype == FLOAT64 ? 1e-200 : 1e-30, dtype.tensor(5000, 2));
      assertEquals(Math.sqrt(10_000), tiny.norm().div(tiny.flatten().get(0)).item(), 1e-4);
      assertEquals(Math.sqrt(5000), tiny.norm(0).div(tiny.flatten().get(0)).get(1).item(), 1e-4);
    }

    @Test
    void deviationsOfAllSizes() {
      var x = Tensor.variable(1e-200, 3e-200);
      assertEquals(1e-200, x.standardDeviation().item(), 1e-215);
      assertArrayEquals(new double[]{-0.5, 0.5}, x.standardDeviation().backward().of(x).toDoubles(), 1e-15);
      assertEquals(1e200, Tensor.of(1e200, 3e200).standardDeviation().item(), 1e185);
    }

    /** The derivative of what follows is infinite there, and must not make a NaN of the 0. */
    @Test
    void lengthsOfNothingHaveNoSlope() {
      var zeros = Tensor.variable(0.0, 0.0);
      assertArrayEquals(new double[]{0, 0}, zeros.norm().sqrt().backward().of(zeros).toDoubles());
      var a = Tensor.variable(0);
      var b = Tensor.variable(0);
      assertEquals(0, a.hypot(b).sqrt().backward().of(a).item());
      assertEquals(0, a.atan2(b).backward().of(a).item(), 0.0);
      assertEquals(0, a.atan2(b).backward().of(b).item(), 0.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void anglesOfAllSizes(DType dtype) {
      for (double scale : scales(dtype)) {
        var y = Tensor.variable(Tensor.of(4 * scale).cast(dtype));
        var x = Tensor.variable(Tensor.of(-3 * scale).cast(dtype));
        var angle = y.atan2(x);
        assertEquals(StrictMath.atan2(4, -3), angle.item(), scale < 1e-300 || scale < 1e-40 ? 1e-2 : 1e-6);
        if (scale == 1 || scale == 1e200 || scale == 1e-200) {
          assertEquals(-0.12, angle.backward().of(y).item() * scale, 1e-7);
          assertEquals(-0.16, angle.backward().of(x).item() * scale, 1e-7);
        }
      }
    }

    /** Zeros with their sign, infinities and NaN are the same, other numbers within two ulps. */
    private static void assertNear(double expected, double actual) {
      if (Double.isFinite(expected) && expected != 0) {
        assertEquals(expected, actual, 2 * Math.ulp(expected));
      } else {
        assertEquals(expected, actual);
      }
    }

    @Test
    void specialLengthsAndAngles() {
      double[] specials = {0, -0.0, 1, -1, INFINITY, -INFINITY, NAN, Double.MIN_VALUE, -Double.MAX_VALUE};
      for (double a : specials) {
        for (double b : specials) {
          assertNear(StrictMath.hypot(a, b), Tensor.of(a).hypot(Tensor.of(b)).item());
          assertNear(StrictMath.atan2(a, b), Tensor.of(a).atan2(Tensor.of(b)).item());
        }
      }
    }
  }

  /** At ±∞, at 0, at poles and where squares over- and underflow. */
  @Nested
  class SpecialFunctions {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logarithmsAndPowersOfOtherBases(DType dtype) {
      assertElementwise(dtype, Tensor::log2, new double[]{0, -1, INFINITY, 0x1p-140, NAN},
          new double[]{-INFINITY, NAN, INFINITY, -140, NAN},
          new double[]{INFINITY, -1 / LOG_2, 0, dtype == FLOAT32 ? INFINITY : 0x1p140 / LOG_2, NAN});
      assertElementwise(dtype, Tensor::log10, new double[]{0, -1, INFINITY, 1000, NAN},
          new double[]{-INFINITY, NAN, INFINITY, 3, NAN},
          new double[]{INFINITY, -1 / StrictMath.log(10), 0, 1e-3 / StrictMath.log(10), NAN});
      assertElementwise(dtype, Tensor::exp2, new double[]{0, -INFINITY, INFINITY, 3, -1e4, 1e4, NAN},
          new double[]{1, 0, INFINITY, 8, 0, INFINITY, NAN},
          new double[]{LOG_2, 0, INFINITY, 8 * LOG_2, 0, INFINITY, NAN});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void inverseHyperbolicFunctions(DType dtype) {
      double huge = dtype == FLOAT32 ? 0x1p120 : 0x1p1000;
      double log = StrictMath.log(huge) + LOG_2;
      assertElementwise(dtype, Tensor::asinh, new double[]{0, -INFINITY, INFINITY, huge, -huge, NAN},
          new double[]{0, -INFINITY, INFINITY, log, -log, NAN}, new double[]{1, 0, 0, 1 / huge, 1 / huge, NAN});
      assertElementwise(dtype, Tensor::acosh, new double[]{1, 0.5, INFINITY, huge, -2, -INFINITY, NAN},
          new double[]{0, NAN, INFINITY, log, NAN, NAN, NAN}, new double[]{INFINITY, NAN, 0, 1 / huge, NAN, NAN, NAN});
      assertElementwise(dtype, Tensor::atanh, new double[]{0, 1, -1, 2, INFINITY, NAN},
          new double[]{0, INFINITY, -INFINITY, NAN, NAN, NAN}, new double[]{1, INFINITY, INFINITY, -1.0 / 3, 0, NAN});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void errorFunctions(DType dtype) {
      double slope = 2 / Math.sqrt(Math.PI);
      assertElementwise(dtype, Tensor::erfc, new double[]{0, -INFINITY, INFINITY, -50, 50, NAN},
          new double[]{1, 2, 0, 2, 0, NAN}, new double[]{-slope, 0, 0, 0, 0, NAN});
      assertElementwise(dtype, Tensor::erfInv, new double[]{0, 1, -1, 1.5, NAN},
          new double[]{0, INFINITY, -INFINITY, NAN, NAN}, new double[]{1 / slope, INFINITY, INFINITY, NAN, NAN});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void gammaAndItsPoles(DType dtype) {
      assertElementwise(dtype, Tensor::lgamma, new double[]{0, -1, -2, INFINITY, -INFINITY, NAN},
          new double[]{INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, NAN},
          new double[]{-INFINITY, NAN, NAN, INFINITY, NAN, NAN});
      assertElementwise(dtype, Tensor::digamma, new double[]{0, -0.0, -1, INFINITY, -INFINITY, NAN},
          new double[]{-INFINITY, INFINITY, NAN, INFINITY, NAN, NAN},
          new double[]{INFINITY, INFINITY, INFINITY, 0, NAN, NAN});
      assertElementwise(dtype, x -> x.polygamma(1), new double[]{0, -0.0, -1, INFINITY, NAN},
          new double[]{INFINITY, INFINITY, INFINITY, 0, NAN}, new double[]{-INFINITY, INFINITY, NAN, 0, NAN});
      // Where 1 + x rounds to 1, ln Γ(x) is −ln |x|.
      assertElementwise(dtype, Tensor::lgamma, new double[]{0x1p-100, -0x1p-100}, filled(2, 100 * LOG_2),
          new double[]{-0x1p100, 0x1p100});
    }

    @Test
    void ordersAreChecked() {
      assertThrows(IllegalArgumentException.class, () -> Tensor.of(1.0).polygamma(-1));
      assertThrows(IllegalArgumentException.class, () -> Tensor.of(1.0).polygamma(101));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void sincAndItsDerivatives(DType dtype) {
      double square = Math.PI * Math.PI;
      double[] x = {0, -0.0, 1e-30, INFINITY, -INFINITY, NAN};
      assertElementwise(dtype, Tensor::sinc, x, new double[]{1, 1, 1, 0, 0, NAN},
          new double[]{0, 0, -square / 3 * 1e-30, 0, 0, NAN});
      UnaryOperator<Tensor> slope = Autodiff.grad((Tensor a) -> a.sinc().sum());
      assertElementwise(dtype, slope, x, new double[]{0, 0, -square / 3 * 1e-30, 0, 0, NAN},
          new double[]{-square / 3, -square / 3, -square / 3, 0, 0, NAN});
      UnaryOperator<Tensor> curvature = Autodiff.grad((Tensor a) -> slope.apply(a).sum());
      assertElementwise(dtype, curvature, new double[]{0, 1e-30}, filled(2, -square / 3),
          new double[]{0, square * square / 5 * 1e-30});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logAddExpOfInfinities(DType dtype) {
      double[] x = {INFINITY, INFINITY, -INFINITY, -INFINITY, 1e30, -1e30, 5, NAN, INFINITY};
      var b = Tensor.of(INFINITY, -INFINITY, -INFINITY, 3, -1e30, -1e30, 5, INFINITY, NAN).cast(dtype);
      double[] y = {INFINITY, INFINITY, -INFINITY, 3, 1e30, -1e30, 5 + LOG_2, NAN, NAN};
      assertElementwise(dtype, a -> a.logAddExp(b), x, y, new double[]{0.5, 1, 0.5, 0, 1, 0.5, 0.5, NAN, NAN});
      assertElementwise(dtype, b::logAddExp, x, y, new double[]{0.5, 1, 0.5, 0, 1, 0.5, 0.5, NAN, NAN});
      UnaryOperator<Tensor> share = Autodiff.grad((Tensor a) -> a.logAddExp(b).sum());
      assertElementwise(dtype, share, x, new double[]{0.5, 1, 0.5, 0, 1, 0.5, 0.5, NAN, NAN},
          new double[]{0, 0, 0, 0, 0, 0.25, 0.25, NAN, NAN});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void zeroTimesAnyLogarithmIsZero(DType dtype) {
      var y = Tensor.of(0.0, INFINITY, -1, NAN, 2, 0).cast(dtype);
      double[] x = {0, 0, 0, 0, 0, 3};
      assertElementwise(dtype, a -> a.xlogy(y), x, new double[]{0, 0, 0, NAN, 0, -INFINITY},
          new double[]{0, 0, 0, NAN, LOG_2, -INFINITY});
      var zeros = Tensor.of(x).cast(dtype);
      assertElementwise(dtype, zeros::xlogy, new double[]{0, INFINITY, -1, NAN, 2, 0},
          new double[]{0, 0, 0, NAN, 0, -INFINITY}, new double[]{0, 0, 0, NAN, 0, INFINITY});
    }
  }

  @Nested
  class Branches {

    @Test
    void infiniteSlopeOfTheUntakenBranchMakesNotANumber() {
      assertEquals(NAN, gradientAt(x -> x.greater(0).where(x.log(), x), 0));
      assertEquals(NAN, gradientAt(x -> x.greater(0).where(x.sqrt(), 0), 0));
    }

    @Test
    void whereSafeIsFinite() {
      UnaryOperator<Tensor> log = x -> x.greater(0).whereSafe(Tensor::log, x, 1, x);
      assertEquals(1, gradientAt(log, 0));
      assertEquals(1, gradientAt(log, -3));
      assertEquals(0.5, gradientAt(log, 2));
      UnaryOperator<Tensor> root = x -> x.greater(0).whereSafe(Tensor::sqrt, x, 1, x.scalar(0));
      assertEquals(0, gradientAt(root, 0));
      assertEquals(0.25, gradientAt(root, 4));
    }

    @Test
    void untakenValueDoesNotMatter() {
      var x = Tensor.variable(1.0, 2.0);
      var y = Tensor.of(true, false).where(x, Tensor.of(NAN, INFINITY));
      assertArrayEquals(new double[]{1, INFINITY}, y.toDoubles());
      assertArrayEquals(new double[]{1, 0}, y.sum().backward().of(x).toDoubles());
    }
  }

  @Nested
  class NotANumber {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void propagatesThroughMaximaAndActivations(DType dtype) {
      var x = Tensor.of(1.0, NAN, 2.0).cast(dtype);
      var zeros = Tensor.zeros(x.type());
      assertArrayEquals(new double[]{1, NAN, 2}, x.maximum(zeros).cast(FLOAT64).toDoubles());
      assertArrayEquals(new double[]{1, NAN, 2}, zeros.maximum(x).cast(FLOAT64).toDoubles());
      assertArrayEquals(new double[]{0, NAN, 0}, x.minimum(zeros).cast(FLOAT64).toDoubles());
      assertArrayEquals(new double[]{0, NAN, 0}, zeros.minimum(x).cast(FLOAT64).toDoubles());
      assertArrayEquals(new double[]{1, NAN, 2}, x.relu().cast(FLOAT64).toDoubles());
      assertArrayEquals(new double[]{1, NAN, 1.5}, x.clamp(0, 1.5).cast(FLOAT64).toDoubles());
      for (var reduced : new Tensor[]{x.max(), x.min(), x.sum(), x.prod(), x.mean(), x.norm(), x.logSumExp()}) {
        assertEquals(NAN, reduced.item());
      }
      assertArrayEquals(new double[]{NAN, NAN, NAN}, x.softmax().cast(FLOAT64).toDoubles());
    }

    @Test
    void countsAsLargestAndAsSmallest() {
      var x = Tensor.of(1.0, NAN, INFINITY, NAN);
      assertEquals(1, x.argmax().item());
      assertEquals(1, x.argmin().item());
      assertEquals(1, Tensor.of(-INFINITY, NAN).argmin().item());
    }

    @Test
    void comparesLikeNothingElse() {
      var x = Tensor.of(NAN);
      assertArrayEquals(new boolean[]{false}, x.equal(x).flatten().toBooleans());
      assertArrayEquals(new boolean[]{true}, x.notEqual(x).flatten().toBooleans());
      assertArrayEquals(new boolean[]{false}, x.lessOrEqual(x).flatten().toBooleans());
      assertArrayEquals(new boolean[]{false}, x.greaterOrEqual(x).flatten().toBooleans());
    }
  }

  @Nested
  class Infinity {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logSumExpLeavesOutImpossibleTerms(DType dtype) {
      assertRow(dtype, x -> x.logSumExp(), new double[]{-INFINITY, 1, 1}, 1 + LOG_2, new double[]{0, 0.5, 0.5});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void logSumExpOfImpossibleTermsOnlyIsFlat(DType dtype) {
      for (int n = 1; n < 4; n++) {
        assertRow(dtype, x -> x.logSumExp(), filled(n, -INFINITY), -INFINITY, new double[n]);
      }
      var rows = Tensor.variable(Tensor.of(new double[][]{{-INFINITY, -INFINITY}, {1, 1}}).cast(dtype));
      assertClose(new double[]{0, 0, 0.5, 0.5},
          rows.logSumExp(1).backward(Tensor.ones(dtype.tensor(2))).of(rows).flatten());
    }

    /** The slope of y² at y = −∞ is −∞, and the second derivative of y is 0 too. */
    @Test
    void nothingPassesAnImpossibleSum() {
      var x = Tensor.variable(-INFINITY, -INFINITY);
      assertArrayEquals(new double[]{0, 0}, x.logSumExp().square().backward().of(x).toDoubles());
      var slope = Tape.of(x.logSumExp()).differentiableBackward().of(x);
      assertArrayEquals(new double[]{0, 0}, slope.sum().backward().of(x).toDoubles());
      assertEquals(0, Autodiff.jvp(t -> t.logSumExp(), x.detach(), Tensor.of(2.0, 3.0)).item());
    }

    /** log(0 + 0 + 1) as the sum of a sum: what is impossible in the inner one does not spoil the outer. */
    @Test
    void anImpossibleSumWithinAnother() {
      var impossible = Tensor.variable(-INFINITY, -INFINITY);
      var certain = Tensor.variable(0);
      var y = Tensor.stack(0, impossible.logSumExp(), certain).logSumExp();
      assertEquals(0, y.item());
      assertArrayEquals(new double[]{0, 0}, y.backward().of(impossible).toDoubles());
      assertEquals(1, y.backward().of(certain).item());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmaxLeavesOutImpossibleTerms(DType dtype) {
      double[] x = {-INFINITY, 1, 1};
      assertRow(dtype, t -> t.softmax().get(0), x, 0, new double[]{0, 0, 0});
      assertRow(dtype, t -> t.softmax().get(1), x, 0.5, new double[]{0, 0.25, -0.25});
      assertRow(dtype, t -> t.logSoftmax().get(0), x, -INFINITY, new double[]{1, -0.5, -0.5});
      assertRow(dtype, t -> t.logSoftmax().get(1), x, -LOG_2, new double[]{0, 0.5, -0.5});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmaxOfImpossibleTermsOnlyIsNotANumber(DType dtype) {
      double[] x = {-INFINITY, -INFINITY};
      assertRow(dtype, t -> t.softmax().get(0), x, NAN, new double[]{NAN, NAN});
      assertRow(dtype, t -> t.logSoftmax().get(0), x, NAN, new double[]{NAN, NAN});
      assertRow(dtype, t -> t.softmax().get(0), new double[]{INFINITY, 1}, NAN, new double[]{NAN, NAN});
      assertRow(dtype, t -> t.logSoftmax().get(0), new double[]{INFINITY, 1}, NAN, new double[]{NAN, NAN});
    }

    /** As the documentation of softmax says. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void softmaxOfARowThatAMaskLeavesEmpty(DType dtype) {
      var rows = Tensor.variable(Tensor.of(new double[][]{{-INFINITY, -INFINITY}, {-INFINITY, 1}, {2, 2}}).cast(dtype));
      UnaryOperator<Tensor> masked = x -> x.max(Axes.keep(-1)).notEqual(Double.NEGATIVE_INFINITY)
          .whereSafe(Tensor::softmax, x, 0, x.scalar(0));
      assertClose(new double[]{0, 0, 0, 1, 0.5, 0.5}, masked.apply(rows).flatten());
      var gradient = masked.apply(rows).slice(1, 0, 1).sum().backward().of(rows);
      assertClose(new double[]{0, 0, 0, 0, 0.25, -0.25}, gradient.flatten());
    }

    @Test
    void logSumExpOfACertainTerm() {
      assertRow(FLOAT64, x -> x.logSumExp(), new double[]{INFINITY, 0}, INFINITY, new double[]{NAN, NAN});
      assertEquals(INFINITY, Tensor.of(INFINITY, INFINITY).logSumExp().item());
    }

    @Test
    void saturatedActivations() {
      assertElementwise(FLOAT64, Tensor::sigmoid, new double[]{-INFINITY, INFINITY}, new double[]{0, 1},
          new double[]{0, 0});
      assertElementwise(FLOAT64, Tensor::softplus, new double[]{-INFINITY, INFINITY}, new double[]{0, INFINITY},
          new double[]{0, 1});
      assertElementwise(FLOAT64, Tensor::tanh, new double[]{-INFINITY, INFINITY}, new double[]{-1, 1},
          new double[]{0, 0});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void certaintyCostsNothingIfItIsRight(DType dtype) {
      double[] x = {-INFINITY, INFINITY};
      assertElementwise(dtype, logit -> logit.sigmoidCrossEntropy(Tensor.of(0.0, 1.0).cast(dtype)), x,
          new double[]{0, 0},
          new double[]{0, 0});
      assertElementwise(dtype, logit -> logit.sigmoidCrossEntropy(Tensor.of(1.0, 0.5).cast(dtype)), x,
          new double[]{INFINITY, INFINITY}, new double[]{-1, 0.5});
    }

    @Test
    void reciprocalOfSignedZeros() {
      assertArrayEquals(new double[]{INFINITY, -INFINITY}, Tensor.of(0.0, -0.0).reciprocal().toDoubles());
    }
  }

  @Nested
  class Empty {
    private final Tensor nothing = Tensor.variable(Tensor.zeros(0));
    private final Tensor rows = Tensor.variable(Tensor.zeros(2, 0));

    @Test
    void sumIsZeroAndProductIsOne() {
      assertEquals(0, nothing.sum().item());
      assertEquals(1, nothing.prod().item());
      assertArrayEquals(new double[]{0, 0}, rows.sum(1).toDoubles());
      assertArrayEquals(new double[]{1, 1}, rows.prod(1).toDoubles());
      assertEquals(Tensor.zeros(0).type(), rows.sum(0).type());
      assertEquals(Tensor.zeros(0).type(), rows.prod(0).type());
    }

    @Test
    void gradientsAreEmptyToo() {
      assertEquals(rows.type(), rows.exp().sum().backward().of(rows).type());
      assertEquals(rows.type(), rows.norm().backward().of(rows).type());
      assertEquals(rows.type(), rows.prod(1).sum().backward().of(rows).type());
      assertEquals(rows.type(), rows.softmax().sum().backward().of(rows).type());
      assertEquals(rows.type(), rows.logSumExp(0).sum().backward().of(rows).type());
    }

    @Test
    void meanIsNotANumber() {
      assertEquals(NAN, nothing.mean().item());
      assertArrayEquals(new double[]{NAN, NAN}, rows.mean(1).toDoubles());
      assertEquals(0, rows.mean(0).size());
    }

    @Test
    void maximumAndItsPositionAreErrors() {
      var error = assertThrows(IllegalArgumentException.class, () -> nothing.max());
      assertEquals("max: axis 0 of FLOAT64[0] has no elements", error.getMessage());
      assertThrows(IllegalArgumentException.class, () -> rows.min(1));
      assertThrows(IllegalArgumentException.class, () -> rows.argmax(1));
      assertThrows(IllegalArgumentException.class, () -> nothing.argmin());
      assertEquals(Tensor.zeros(0).type(), rows.max(0).type());
    }

    @Test
    void logSumExpOfNothing() {
      assertEquals(-INFINITY, nothing.logSumExp().item());
    }

    @Test
    void productsOverAnEmptyInnerAxisAreZeros() {
      assertProduct(new int[]{2, 0}, new int[]{0, 3}, new double[6]);
      assertProduct(new int[]{0}, new int[]{0}, new double[1]);
      assertProduct(new int[]{2, 2, 0}, new int[]{2, 0, 1}, new double[4]);
      assertProduct(new int[]{2, 2, 0}, new int[]{0, 3}, new double[12]);
    }

    @Test
    void productsWithAnEmptyOuterAxisAreEmpty() {
      assertProduct(new int[]{0, 2}, new int[]{2, 3}, new double[0]);
      assertProduct(new int[]{2, 3}, new int[]{3, 0}, new double[0]);
      assertProduct(new int[]{0, 2, 3}, new int[]{3, 4}, new double[0]);
      assertProduct(new int[]{0, 2, 3}, new int[]{1, 3, 4}, new double[0]);
    }

    private static void assertProduct(int[] left, int[] right, double[] expected) {
      var x = Tensor.variable(Tensor.ones(left));
      var w = Tensor.variable(Tensor.ones(right));
      var y = x.matmul(w);
      assertArrayEquals(expected, y.toDoubles());
      var gradients = y.sum().backward();
      assertArrayEquals(new double[x.size()], gradients.of(x).toDoubles());
      assertArrayEquals(new double[w.size()], gradients.of(w).toDoubles());
    }

    @Test
    void slicesOfAnEmptyAxisAreEmpty() {
      assertEquals(rows.type(), rows.slice(1, 0, 0).type());
      assertEquals(rows.type(), rows.flip(1).type());
      assertEquals(0, rows.slice(1, 0, -1, -1).size());
      assertTrue(rows.slice(0, 1, 1).size() == 0);
    }
  }
}
