package dev.adjoint.internal.kernel;

import static java.lang.Math.fma;

/**
 * The functions of one float: the algorithms of {@link DoubleScalarMath} in float arithmetic, with shorter polynomials of our
 * own, interpolated at Chebyshev nodes. Within 1 ulp of the double result rounded to float, on a million arguments of all sizes:
 * exp, expm1, log, log1p, sin, cos; within 2: tanh, sigmoid, softplus.
 */
final class FloatScalarMath implements VectorMath<float[]> {
  /** Adding it rounds to an integer, which then stands in the low bits of the sum: 1.5·2²³. */
  static final float ROUND = 0x1.8p23f;
  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  static final float LOG2_E = 1.442695f;
  static final float LN2_HI = 0.6931472f;
  static final float LN2_LO = -1.9046542e-09f;

  /** Beyond these e^x is ∞ and 0. */
  static final float EXP_HIGH = 89;
  static final float EXP_LOW = -105;
  /** Below it e^x − 1 rounds to −1. */
  static final float EXPM1_LOW = -20;
  /** Above it tanh x rounds to 1. */
  static final float TANH_HIGH = 10;
  /** Below it expm1 and log1p of x, and sin x, round to x. */
  static final float TINY = 0x1p-25f;
  static final float SINE_TINY = 0x1p-12f;

  /** (e^r − 1 − r)/r² on |r| ≤ ½ ln 2: e^r − 1 within 2⁻²⁹ of its value. */
  static final float E0 = 0.5f;
  static final float E1 = 0.16666667f;
  static final float E2 = 0.041666467f;
  static final float E3 = 0.0083333105f;
  static final float E4 = 0.001393365f;
  static final float E5 = 0.00019890991f;

  /** (ln(1 + f) − f + f²/2)/f³ on √½ ≤ 1 + f ≤ √2: ln(1 + f) within 2⁻²⁸ of its value. */
  static final float L0 = 0.3333333f;
  static final float L1 = -0.24999997f;
  static final float L2 = 0.20000716f;
  static final float L3 = -0.16667803f;
  static final float L4 = 0.14249058f;
  static final float L5 = -0.12425687f;
  static final float L6 = 0.1168542f;
  static final float L7 = -0.11479734f;
  static final float L8 = 0.06971612f;

  static final int ONE_BITS = Float.floatToRawIntBits(1);
  static final int ROOT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);
  static final int SIGN_BIT = 0x80000000;
  static final int FRACTION_BITS = 0x007fffff;
  static final float ROOT_TWO_LESS_ONE = 0.41421357f;
  /** An exponent or'ed to the bits of 2²³ is added to it; this takes that and the bias off again. */
  static final float EXPONENT = 0x1p23f;
  static final int EXPONENT_BITS = Float.floatToRawIntBits(EXPONENT);
  static final float EXPONENT_BIAS = EXPONENT + 127;
  /** Subnormal numbers are multiplied by 2²⁵ first. */
  static final float SUBNORMAL_SCALE = 0x1p25f;
  static final float SUBNORMAL_BIAS = EXPONENT_BIAS + 25;
  /** Above it, 1 + x is as good as x. */
  static final float HUGE = 0x1p30f;

  static final float TWO_BY_PI = 0.63661975f;
  /** π/2 in three parts. */
  static final float PI_HI = 1.5707964f;
  static final float PI_MID = -4.371139e-08f;
  static final float PI_LO = -1.7151245e-15f;
  /** Up to here three parts of π/2 are enough, and their products with the quadrant exact where they must be. */
  static final float TRIG_HIGH = 0x1p16f;

  /** (sin r − r)/r³ in r², on |r| ≤ π/4: sin r within 2⁻²⁸ of its value. */
  static final float S0 = -0.16666667f;
  static final float S1 = 0.008333332f;
  static final float S2 = -0.00019840039f;
  static final float S3 = 2.7243811e-06f;
  /** (cos r − 1 + r²/2)/r⁴ in r², on |r| ≤ π/4: cos r within 2⁻³⁰ of its value. */
  static final float C0 = 0.041666664f;
  static final float C1 = -0.0013888279f;
  static final float C2 = 2.4542896e-05f;

  /** e^x. */
  static float exp(float x) {
    return expClamped(x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x);
  }

  /** e^x = 2^k·e^r with k = x/ln 2, rounded. 2^k is multiplied in two halves, since it may itself over- or underflow. */
  private static float expClamped(float x) {
    float t = fma(x, LOG2_E, ROUND);
    float y = 1 + expm1Reduced(reduce(x, t));
    int k = Float.floatToRawIntBits(t) - (ROUND_BITS - 256); // k + 256
    int half = k >>> 1;
    return y * Float.intBitsToFloat((half - 1) << 23) * Float.intBitsToFloat((k - half - 1) << 23);
  }

  /** r = x − k ln 2, where t = ROUND + k. */
  private static float reduce(float x, float t) {
    float k = t - ROUND;
    return fma(k, -LN2_LO, fma(k, -LN2_HI, x));
  }

  /** e^r − 1 for |r| ≤ ½ ln 2. */
  private static float expm1Reduced(float r) {
    float q = fma(r, E5, E4);
    q = fma(q, r, E3);
    q = fma(q, r, E2);
    q = fma(q, r, E1);
    q = fma(q, r, E0);
    return fma(r * r, q, r);
  }

  /** e^x − 1 = 2·(2^(k−1)·(e^r − 1) + 2^(k−1) − ½), with the k and r of exp; half of 2^k, since 2^k may overflow. */
  static float expm1(float x) {
    float c = x > EXP_HIGH ? EXP_HIGH : x < EXPM1_LOW ? EXPM1_LOW : x;
    float t = fma(c, LOG2_E, ROUND);
    float p = expm1Reduced(reduce(c, t));
    float s = Float.intBitsToFloat((Float.floatToRawIntBits(t) + 126) << 23);
    float y = 2 * fma(s, p, s - 0.5f);
    return Math.abs(x) < TINY ? x : y;
  }

  /** ln x = k ln 2 + ln m, where x = 2^k·m and √½ ≤ m &lt; √2. */
  static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    int u = Float.floatToRawIntBits(subnormal ? x * SUBNORMAL_SCALE : x) + (ONE_BITS - ROOT_HALF_BITS);
    float k = Float.intBitsToFloat(u >>> 23 | EXPONENT_BITS) - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    float m = Float.intBitsToFloat((u & FRACTION_BITS) + ROOT_HALF_BITS);
    float y = logReduced(m - 1, k);
    y = x > 0 ? y : Float.NaN;
    y = x == 0 ? Float.NEGATIVE_INFINITY : y;
    return x == Float.POSITIVE_INFINITY ? x : y;
  }

  /** k ln 2 + ln(1 + f) for √½ ≤ 1 + f &lt; √2. */
  private static float logReduced(float f, float k) {
    float q = fma(f, L8, L7);
    q = fma(q, f, L6);
    q = fma(q, f, L5);
    q = fma(q, f, L4);
    q = fma(q, f, L3);
    q = fma(q, f, L2);
    q = fma(q, f, L1);
    q = fma(q, f, L0);
    float z = f * f;
    float y = fma(f * z, q, fma(z, -0.5f, k * LN2_LO));
    return fma(k, LN2_HI, f + y);
  }

  /** ln(1 + x) = ln u + ln(1 + c/u), where u = 1 + x, rounded, and c = x − (u − 1): c/2^k is added to the f of log. */
  static float log1p(float x) {
    float one = 1 + x;
    int u = Float.floatToRawIntBits(one) + (ONE_BITS - ROOT_HALF_BITS);
    float k = Float.intBitsToFloat(u >>> 23 | EXPONENT_BITS) - EXPONENT_BIAS;
    float m = Float.intBitsToFloat((u & FRACTION_BITS) + ROOT_HALF_BITS);
    float scale = Float.intBitsToFloat(2 * ONE_BITS - (u & ~FRACTION_BITS)); // 2^−k
    float c = (x - (one - 1)) * scale;
    float y = logReduced(m - 1 + (x < HUGE ? c : 0), k);
    y = x > -1 ? y : Float.NaN;
    y = x == -1 ? Float.NEGATIVE_INFINITY : y;
    y = Math.abs(x) < TINY ? x : y;
    return x == Float.POSITIVE_INFINITY ? x : y;
  }

  /** sin x. */
  static float sin(float x) {
    if (!(Math.abs(x) <= TRIG_HIGH)) {
      return (float) StrictMath.sin(x);
    }
    return Math.abs(x) < SINE_TINY ? x : sine(x, 0);
  }

  /** cos x. */
  static float cos(float x) {
    return Math.abs(x) <= TRIG_HIGH ? sine(x, 1) : (float) StrictMath.cos(x);
  }

  /** sin(x + quadrants·π/2) = ±sin r or ±cos r, where x = j·π/2 + r; the quadrant j + quadrants chooses. */
  private static float sine(float x, int quadrants) {
    float t = fma(x, TWO_BY_PI, ROUND);
    float j = t - ROUND;
    float r = fma(j, -PI_LO, fma(j, -PI_MID, fma(j, -PI_HI, x)));
    float z = r * r;

    float p = fma(z, S3, S2);
    p = fma(p, z, S1);
    p = fma(p, z, S0);
    float sin = fma(z * r, p, r);

    float q = fma(z, C2, C1);
    q = fma(q, z, C0);
    float h = 0.5f * z;
    float w = 1 - h;
    float cos = w + fma(z * z, q, 1 - w - h);

    int quadrant = Float.floatToRawIntBits(t) + quadrants;
    float y = (quadrant & 1) == 0 ? sin : cos;
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ (quadrant & 2) << 30);
  }

  /** tanh |x| = −(E − 1)/(E + 1) with E = e^(−2|x|) = s·(1 + p). */
  static float tanh(float x) {
    float a = Math.abs(x);
    float c = -2 * (a > TANH_HIGH ? TANH_HIGH : a);
    float t = fma(c, LOG2_E, ROUND);
    float p = expm1Reduced(reduce(c, t));
    float s = Float.intBitsToFloat((Float.floatToRawIntBits(t) + 127) << 23);
    return Math.copySign(fma(s, p, s - 1) / fma(s, p, s + 1), x);
  }

  /** e^−|x|. */
  private static float expOfNegative(float x) {
    float c = -Math.abs(x);
    return expClamped(c < EXP_LOW ? EXP_LOW : c);
  }

  /** 1/(1 + e) or e/(1 + e), with e = e^−|x|, which does not overflow. */
  static float sigmoid(float x) {
    float e = expOfNegative(x);
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** max(x, 0) + ln(1 + e^−|x|). */
  static float softplus(float x) {
    return (x > 0 ? x : 0) + softplusOfNegative(x);
  }

  /** ln(1 + e^−|x|), where 1 + e^−|x| = 2^k·(1 + f) with k = 0 or 1. */
  private static float softplusOfNegative(float x) {
    float e = expOfNegative(x);
    boolean half = e > ROOT_TWO_LESS_ONE;
    return logReduced(half ? (e - 1) * 0.5f : e, half ? 1 : 0);
  }

  /** max(x, 0) − x·t + ln(1 + e^−|x|); of an infinite x, |x| times how wrong it is, which is 0 if it is right. */
  static float sigmoidCrossEntropy(float x, float t) {
    if (Float.isInfinite(x)) {
      float wrong = x > 0 ? 1 - t : t;
      return wrong == 0 ? 0 : Math.abs(x) * wrong;
    }
    return (x > 0 ? x : 0) - x * t + softplusOfNegative(x);
  }

  @Override
  public void exp(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = exp(x[i]);
    }
  }

  @Override
  public void expm1(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = expm1(x[i]);
    }
  }

  @Override
  public void log(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = log(x[i]);
    }
  }

  @Override
  public void log1p(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = log1p(x[i]);
    }
  }

  @Override
  public void sin(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sin(x[i]);
    }
  }

  @Override
  public void cos(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = cos(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = softplus(x[i]);
    }
  }

  @Override
  public void sigmoidCrossEntropy(float[] x, float[] t, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sigmoidCrossEntropy(x[i], t[i]);
    }
  }
}
