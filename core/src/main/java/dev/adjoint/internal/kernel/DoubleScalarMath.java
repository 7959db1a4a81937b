package dev.adjoint.internal.kernel;

import static java.lang.Math.fma;

/**
 * The functions of one double. Within 1 unit in the last place (ulp) of StrictMath on a million arguments of all sizes: exp, log,
 * log1p, sin, cos; within 2: expm1, and sigmoid and softplus of their formulas; within 3: tanh, where StrictMath is itself off by
 * up to 2.1 ulp of the true value and this by up to 1.96. From TRIG_HIGH on sin and cos are StrictMath's.
 *
 * <p>Sources. Argument reduction: W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980. The
 * coefficients of log, sin and cos, and the formulas of tanh and log1p: fdlibm (Sun Microsystems, 1993), {@code e_log.c},
 * {@code k_sin.c}, {@code k_cos.c}, {@code s_tanh.c}, {@code s_log1p.c}. The coefficients of exp: our own interpolation.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // as published
final class DoubleScalarMath implements VectorMath<double[]> {
  /** Adding it rounds to an integer, which then stands in the low bits of the sum: 1.5·2⁵². */
  static final double ROUND = 0x1.8p52;
  static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);

  static final double LOG2_E = 1.4426950408889634;
  static final double LN2_HI = 0.6931471805599453;
  static final double LN2_LO = 2.3190468138462996e-17;

  /** Beyond these e^x is ∞ and 0. */
  static final double EXP_HIGH = 710;
  static final double EXP_LOW = -746;
  /** Below it e^x − 1 rounds to −1. */
  static final double EXPM1_LOW = -50;
  /** Above it tanh x rounds to 1. */
  static final double TANH_HIGH = 20;
  /** Below it expm1 and log1p of x, and sin x, round to x. */
  static final double TINY = 0x1p-54;
  static final double SINE_TINY = 0x1p-27;

  /** (e^r − 1 − r)/r² on |r| ≤ ½ ln 2, interpolated at the eleven Chebyshev nodes: e^r − 1 within 2⁻⁶⁰ of its value. */
  static final double E0 = 0.5;
  static final double E1 = 0.1666666666666667;
  static final double E2 = 0.04166666666666667;
  static final double E3 = 0.008333333333326136;
  static final double E4 = 0.0013888888888883748;
  static final double E5 = 0.00019841269874820627;
  static final double E6 = 2.4801587325547743e-05;
  static final double E7 = 2.7557255400206422e-06;
  static final double E8 = 2.75572736431103e-07;
  static final double E9 = 2.5105217004720745e-08;
  static final double E10 = 2.0914686968086876e-09;

  /** ln(1 + f) = f − f²/2 + s·(f²/2 + s²(L1 + s²(L2 + …))) with s = f/(2 + f). */
  static final double L1 = 6.666666666666735130e-01;
  static final double L2 = 3.999999999940941908e-01;
  static final double L3 = 2.857142874366239149e-01;
  static final double L4 = 2.222219843214978396e-01;
  static final double L5 = 1.818357216161805012e-01;
  static final double L6 = 1.531383769920937332e-01;
  static final double L7 = 1.479819860511658591e-01;

  static final long ONE_BITS = Double.doubleToRawLongBits(1);
  static final long ROOT_HALF_BITS = Double.doubleToRawLongBits(0.7071067811865476);
  static final long SIGN_BIT = 0x8000000000000000L;
  static final long FRACTION_BITS = 0x000fffffffffffffL;
  static final double ROOT_TWO_LESS_ONE = 0.41421356237309503;
  /** An exponent or'ed to the bits of 2⁵² is added to it; this takes that and the bias off again. */
  static final double EXPONENT = 0x1p52;
  static final long EXPONENT_BITS = Double.doubleToRawLongBits(EXPONENT);
  static final double EXPONENT_BIAS = EXPONENT + 1023;
  /** Subnormal numbers are multiplied by 2⁵⁴ first. */
  static final double SUBNORMAL_SCALE = 0x1p54;
  static final double SUBNORMAL_BIAS = EXPONENT_BIAS + 54;
  /** Above it, 1 + x is as good as x. */
  static final double HUGE = 0x1p60;

  static final double TWO_BY_PI = 0.6366197723675814;
  /** π/2 in three parts. */
  static final double PI_HI = 1.5707963267948966;
  static final double PI_MID = 6.123233995736765e-17;
  static final double PI_LO = 1.082856673921914e-32;
  /** Up to here three parts of π/2 are enough, and their products with the quadrant exact where they must be. */
  static final double TRIG_HIGH = 0x1p28;

  /** sin r = r + r³(S1 + r²(S2 + …)) on |r| ≤ π/4. */
  static final double S1 = -1.66666666666666324348e-01;
  static final double S2 = 8.33333333332248946124e-03;
  static final double S3 = -1.98412698298579493134e-04;
  static final double S4 = 2.75573137070700676789e-06;
  static final double S5 = -2.50507602534068634195e-08;
  static final double S6 = 1.58969099521155010221e-10;
  /** cos r = 1 − r²/2 + r⁴(C1 + r²(C2 + …)) on |r| ≤ π/4. */
  static final double C1 = 4.16666666666666019037e-02;
  static final double C2 = -1.38888888888741095749e-03;
  static final double C3 = 2.48015872894767294178e-05;
  static final double C4 = -2.75573143513906633035e-07;
  static final double C5 = 2.08757232129817482790e-09;
  static final double C6 = -1.13596475577881948265e-11;

  /** e^x. */
  static double exp(double x) {
    return expClamped(x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x);
  }

  /** e^x = 2^k·e^r with k = x/ln 2, rounded. 2^k is multiplied in two halves, since it may itself over- or underflow. */
  private static double expClamped(double x) {
    double t = fma(x, LOG2_E, ROUND);
    double y = 1 + expm1Reduced(reduce(x, t));
    long k = Double.doubleToRawLongBits(t) - (ROUND_BITS - 2048); // k + 2048
    long half = k >>> 1;
    return y * Double.longBitsToDouble((half - 1) << 52) * Double.longBitsToDouble((k - half - 1) << 52);
  }

  /** r = x − k ln 2, where t = ROUND + k. */
  private static double reduce(double x, double t) {
    double k = t - ROUND;
    return fma(k, -LN2_LO, fma(k, -LN2_HI, x));
  }

  /** e^r − 1 for |r| ≤ ½ ln 2. */
  private static double expm1Reduced(double r) {
    double q = fma(r, E10, E9);
    q = fma(q, r, E8);
    q = fma(q, r, E7);
    q = fma(q, r, E6);
    q = fma(q, r, E5);
    q = fma(q, r, E4);
    q = fma(q, r, E3);
    q = fma(q, r, E2);
    q = fma(q, r, E1);
    q = fma(q, r, E0);
    return fma(r * r, q, r);
  }

  /** e^x − 1 = 2·(2^(k−1)·(e^r − 1) + 2^(k−1) − ½), with the k and r of exp; half of 2^k, since 2^k may overflow. */
  static double expm1(double x) {
    double c = x > EXP_HIGH ? EXP_HIGH : x < EXPM1_LOW ? EXPM1_LOW : x;
    double t = fma(c, LOG2_E, ROUND);
    double p = expm1Reduced(reduce(c, t));
    double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + 1022) << 52);
    double y = 2 * fma(s, p, s - 0.5);
    return Math.abs(x) < TINY ? x : y;
  }

  /** ln x = k ln 2 + ln m, where x = 2^k·m and √½ ≤ m &lt; √2. */
  static double log(double x) {
    boolean subnormal = x < Double.MIN_NORMAL;
    long u = Double.doubleToRawLongBits(subnormal ? x * SUBNORMAL_SCALE : x) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> 52 | EXPONENT_BITS) - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    double m = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS);
    double y = logReduced(m - 1, k);
    y = x > 0 ? y : Double.NaN;
    y = x == 0 ? Double.NEGATIVE_INFINITY : y;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** k ln 2 + ln(1 + f) for √½ ≤ 1 + f &lt; √2. */
  private static double logReduced(double f, double k) {
    double s = f / (2 + f);
    double z = s * s;
    double q = fma(z, L7, L6);
    q = fma(q, z, L5);
    q = fma(q, z, L4);
    q = fma(q, z, L3);
    q = fma(q, z, L2);
    q = fma(q, z, L1);
    double h = 0.5 * f * f;
    return fma(k, LN2_HI, f - (h - fma(s, fma(q, z, h), k * LN2_LO)));
  }

  /** ln(1 + x) = ln u + ln(1 + c/u), where u = 1 + x, rounded, and c = x − (u − 1): c/2^k is added to the f of log. */
  static double log1p(double x) {
    double one = 1 + x;
    long u = Double.doubleToRawLongBits(one) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> 52 | EXPONENT_BITS) - EXPONENT_BIAS;
    double m = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS);
    double scale = Double.longBitsToDouble(2 * ONE_BITS - (u & ~FRACTION_BITS)); // 2^−k
    double c = (x - (one - 1)) * scale;
    double y = logReduced(m - 1 + (x < HUGE ? c : 0), k);
    y = x > -1 ? y : Double.NaN;
    y = x == -1 ? Double.NEGATIVE_INFINITY : y;
    y = Math.abs(x) < TINY ? x : y;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** sin x. */
  static double sin(double x) {
    if (!(Math.abs(x) <= TRIG_HIGH)) {
      return StrictMath.sin(x);
    }
    return Math.abs(x) < SINE_TINY ? x : sine(x, 0);
  }

  /** cos x. */
  static double cos(double x) {
    return Math.abs(x) <= TRIG_HIGH ? sine(x, 1) : StrictMath.cos(x);
  }

  /** sin(x + quadrants·π/2) = ±sin r or ±cos r, where x = j·π/2 + r; the quadrant j + quadrants chooses. */
  private static double sine(double x, int quadrants) {
    double t = fma(x, TWO_BY_PI, ROUND);
    double j = t - ROUND;
    double r = fma(j, -PI_LO, fma(j, -PI_MID, fma(j, -PI_HI, x)));
    double z = r * r;

    double p = fma(z, S6, S5);
    p = fma(p, z, S4);
    p = fma(p, z, S3);
    p = fma(p, z, S2);
    p = fma(p, z, S1);
    double sin = fma(z * r, p, r);

    double q = fma(z, C6, C5);
    q = fma(q, z, C4);
    q = fma(q, z, C3);
    q = fma(q, z, C2);
    q = fma(q, z, C1);
    double h = 0.5 * z;
    double w = 1 - h;
    double cos = w + fma(z * z, q, 1 - w - h);

    long quadrant = Double.doubleToRawLongBits(t) + quadrants;
    double y = (quadrant & 1) == 0 ? sin : cos;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ (quadrant & 2) << 62);
  }

  /** tanh |x| = −(E − 1)/(E + 1) with E = e^(−2|x|) = s·(1 + p). */
  static double tanh(double x) {
    double a = Math.abs(x);
    double c = -2 * (a > TANH_HIGH ? TANH_HIGH : a);
    double t = fma(c, LOG2_E, ROUND);
    double p = expm1Reduced(reduce(c, t));
    double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + 1023) << 52);
    return Math.copySign(fma(s, p, s - 1) / fma(s, p, s + 1), x);
  }

  /** e^−|x|. */
  private static double expOfNegative(double x) {
    double c = -Math.abs(x);
    return expClamped(c < EXP_LOW ? EXP_LOW : c);
  }

  /** 1/(1 + e) or e/(1 + e), with e = e^−|x|, which does not overflow. */
  static double sigmoid(double x) {
    double e = expOfNegative(x);
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** max(x, 0) + ln(1 + e^−|x|). */
  static double softplus(double x) {
    return (x > 0 ? x : 0) + softplusOfNegative(x);
  }

  /** ln(1 + e^−|x|), where 1 + e^−|x| = 2^k·(1 + f) with k = 0 or 1. */
  private static double softplusOfNegative(double x) {
    double e = expOfNegative(x);
    boolean half = e > ROOT_TWO_LESS_ONE;
    return logReduced(half ? (e - 1) * 0.5 : e, half ? 1 : 0);
  }

  /** max(x, 0) − x·t + ln(1 + e^−|x|); of an infinite x, |x| times how wrong it is, which is 0 if it is right. */
  static double sigmoidCrossEntropy(double x, double t) {
    if (Double.isInfinite(x)) {
      double wrong = x > 0 ? 1 - t : t;
      return wrong == 0 ? 0 : Math.abs(x) * wrong;
    }
    return (x > 0 ? x : 0) - x * t + softplusOfNegative(x);
  }

  @Override
  public void exp(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = exp(x[i]);
    }
  }

  @Override
  public void expm1(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = expm1(x[i]);
    }
  }

  @Override
  public void log(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = log(x[i]);
    }
  }

  @Override
  public void log1p(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = log1p(x[i]);
    }
  }

  @Override
  public void sin(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sin(x[i]);
    }
  }

  @Override
  public void cos(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = cos(x[i]);
    }
  }

  @Override
  public void tanh(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = softplus(x[i]);
    }
  }

  @Override
  public void sigmoidCrossEntropy(double[] x, double[] t, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sigmoidCrossEntropy(x[i], t[i]);
    }
  }
}
