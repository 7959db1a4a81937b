package dev.adjoint.internal.kernel;

import java.util.function.DoubleUnaryOperator;

import dev.adjoint.op.BinaryFunction;
import dev.adjoint.op.UnaryFunction;

/**
 * Elementwise loops. One index for every array and a short body: the form that C2 turns into vector instructions. Each
 * loop is a method of its own, so that each is compiled by itself.
 */
public final class DoubleFunctions implements Functions<double[]> {

  @Override
  public void map(UnaryFunction f, double[] x, double[] y, int from, int to) {
    switch (f) {
      case NEG -> neg(x, y, from, to);
      case ABS -> abs(x, y, from, to);
      case SIGN -> sign(x, y, from, to);
      case SQUARE -> square(x, y, from, to);
      case SQRT -> sqrt(x, y, from, to);
      case RECIPROCAL -> reciprocal(x, y, from, to);
      case FLOOR -> floor(x, y, from, to);
      case CEIL -> ceil(x, y, from, to);
      case ROUND -> round(x, y, from, to);
      case TRUNC -> trunc(x, y, from, to);
      case EXP -> VectorMath.of(x).exp(x, y, from, to);
      case EXPM1 -> VectorMath.of(x).expm1(x, y, from, to);
      case LOG -> VectorMath.of(x).log(x, y, from, to);
      case LOG1P -> VectorMath.of(x).log1p(x, y, from, to);
      case SIN -> VectorMath.of(x).sin(x, y, from, to);
      case COS -> VectorMath.of(x).cos(x, y, from, to);
      case TAN -> VectorMath.of(x).tan(x, y, from, to);
      case ASIN -> VectorMath.of(x).asin(x, y, from, to);
      case ACOS -> VectorMath.of(x).acos(x, y, from, to);
      case ATAN -> VectorMath.of(x).atan(x, y, from, to);
      case SINH -> VectorMath.of(x).sinh(x, y, from, to);
      case COSH -> VectorMath.of(x).cosh(x, y, from, to);
      case TANH -> VectorMath.of(x).tanh(x, y, from, to);
      case ERF -> VectorMath.of(x).erf(x, y, from, to);
      case LOG2 -> VectorMath.of(x).log2(x, y, from, to);
      case LOG10 -> VectorMath.of(x).log10(x, y, from, to);
      case EXP2 -> VectorMath.of(x).exp2(x, y, from, to);
      case ASINH -> VectorMath.of(x).asinh(x, y, from, to);
      case ACOSH -> VectorMath.of(x).acosh(x, y, from, to);
      case ATANH -> VectorMath.of(x).atanh(x, y, from, to);
      case ERFC -> VectorMath.of(x).erfc(x, y, from, to);
      case ERF_INV -> VectorMath.of(x).erfInv(x, y, from, to);
      case LGAMMA -> VectorMath.of(x).lgamma(x, y, from, to);
      case DIGAMMA -> VectorMath.of(x).digamma(x, y, from, to);
      case SIGMOID -> VectorMath.of(x).sigmoid(x, y, from, to);
      case SOFTPLUS -> VectorMath.of(x).softplus(x, y, from, to);
      case RELU -> relu(x, y, from, to);
    }
  }

  @Override
  public void map(DoubleUnaryOperator f, double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Wide.rounded(f.applyAsDouble(x[i]));
    }
  }

  @Override
  public void zip(BinaryFunction f, double[] a, double[] b, double[] y, int from, int to) {
    switch (f) {
      case ADD -> add(a, b, y, from, to);
      case SUB -> sub(a, b, y, from, to);
      case MUL -> mul(a, b, y, from, to);
      case DIV -> div(a, b, y, from, to);
      case POW -> VectorMath.of(a).pow(a, b, y, from, to);
      case FLOOR_DIV -> floorDiv(a, b, y, from, to);
      case MOD -> mod(a, b, y, from, to);
      case MAX -> max(a, b, y, from, to);
      case MIN -> min(a, b, y, from, to);
      case HYPOT -> VectorMath.of(a).hypot(a, b, y, from, to);
      case ATAN2 -> VectorMath.of(a).atan2(a, b, y, from, to);
      case LOG_ADD_EXP -> VectorMath.of(a).logAddExp(a, b, y, from, to);
      case SIGMOID_CROSS_ENTROPY -> VectorMath.of(a).sigmoidCrossEntropy(a, b, y, from, to);
    }
  }

  private static void neg(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = -x[i];
    }
  }

  private static void abs(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void sign(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.signum(x[i]);
    }
  }

  private static void square(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * x[i];
    }
  }

  private static void sqrt(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.sqrt(x[i]);
    }
  }

  private static void reciprocal(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = 1 / x[i];
    }
  }

  private static void floor(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.floor(x[i]);
    }
  }

  private static void ceil(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.ceil(x[i]);
    }
  }

  private static void round(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.rint(x[i]);
    }
  }

  private static void trunc(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.copySign(Math.floor(Math.abs(x[i])), x[i]);
    }
  }

  private static void relu(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0);
    }
  }

  private static void add(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] + b[i];
    }
  }

  private static void sub(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] - b[i];
    }
  }

  private static void mul(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void div(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] / b[i];
    }
  }

  private static void floorDiv(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = floorDiv(a[i], b[i]);
    }
  }

  /** As Python and NumPy have it: by the remainder, so that it fits {@link #mod} where a/b is rounded up to the next whole number. */
  private static double floorDiv(double a, double b) {
    if (b == 0) {
      return a / b;
    }
    double remainder = a % b;
    double quotient = (a - remainder) / b; // a whole number but for rounding
    if (remainder != 0 && (remainder < 0) != (b < 0)) {
      quotient -= 1;
    }
    double whole = Math.rint(quotient);
    if (isBeyond(whole, a, b)) { // a large quotient is rounded
      whole -= 1;
    } else if (!isBeyond(whole + 1, a, b) && Math.abs(b) < Double.POSITIVE_INFINITY) {
      whole += 1;
    }
    return whole == 0 ? Math.copySign(0, a / b) : whole;
  }

  /** Whether q > a/b, of which the sign of a − q·b tells, exact but for its last digits. */
  private static boolean isBeyond(double q, double a, double b) {
    double rest = Math.fma(-q, b, a);
    return b > 0 ? rest < 0 : rest > 0;
  }

  private static void mod(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = mod(a[i], b[i]);
    }
  }

  private static double mod(double a, double b) {
    double remainder = a % b; // of the sign of a
    if (remainder == 0) {
      return Math.copySign(0, b);
    }
    return (remainder < 0) == (b < 0) ? remainder : remainder + b;
  }

  private static void max(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  private static void min(double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }
}
