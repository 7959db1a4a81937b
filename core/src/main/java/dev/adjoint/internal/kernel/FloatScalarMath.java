package dev.adjoint.internal.kernel;

import static java.lang.Math.fma;

/**
 * The functions of one float: the algorithms of {@link DoubleScalarMath} in float arithmetic, with shorter polynomials of our
 * own. Within 1 ulp of the double result rounded to float, on a million arguments of all sizes: exp, expm1, log, log1p, sin, cos;
 * within 2: tanh, sigmoid, softplus. Of the true value, on 30,000 arguments: pow 1.07, tan 0.79, asin 1.07, acos 1.05, atan 1.16,
 * sinh and cosh 0.89, erf 0.87.
 */
final class FloatScalarMath {
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

  /** (ln m − 2s − ⅔ s³)/s⁵ in s², for s = (m − 1)/(m + 1) and √½ ≤ m ≤ √2: ln m within 2⁻³⁶ of its value. */
  static final float P0 = 0.40000153f;
  static final float P1 = 0.2854709f;
  static final float P2 = 0.23419566f;
  static final float TWO_THIRDS = 0.6666667f;
  static final float TWO_THIRDS_LO = -1.9868216e-08f;
  /** Adding it to a smaller positive number rounds to an integer. */
  static final float WHOLE = 0x1p23f;

  static final float PI_BY_4 = 0.7853982f;
  static final float PI_BY_4_LO = -2.1855694e-08f;
  static final float THREE_PI_BY_4 = 2.3561945f;
  static final float THREE_PI_BY_4_LO = -5.9624403e-09f;
  /** Above it, sums of two may overflow. */
  static final float ATAN2_HIGH = 0x1p124f;
  /** Squares of numbers beyond these may over- and underflow; multiplied by this factor or its reciprocal, they do not. */
  static final float HYPOT_HIGH = 0x1p60f;
  static final float HYPOT_LOW = 0x1p-60f;
  static final float HYPOT_SCALE = 0x1p100f;
  /** (atan t − t)/t³ in t², on t ≤ ½: atan t within 2⁻²⁷ of its value. */
  static final float A0 = -0.33333233f;
  static final float A1 = 0.19994168f;
  static final float A2 = -0.14174205f;
  static final float A3 = 0.10155718f;
  static final float A4 = -0.05124785f;
  /** (asin t − t)/t³ in t², on t ≤ ½: asin t within 2⁻²⁷ of its value. */
  static final float N0 = 0.16666752f;
  static final float N1 = 0.074953094f;
  static final float N2 = 0.04546915f;
  static final float N3 = 0.024184782f;
  static final float N4 = 0.04215829f;
  /** (sinh x − x)/x³ in x², on x ≤ 1: sinh x within 2⁻³¹ of its value. */
  static final float H0 = 0.16666667f;
  static final float H1 = 0.0083333105f;
  static final float H2 = 0.00019842896f;
  static final float H3 = 2.7822118e-06f;
  /** Beyond it ½ e^x is ∞. */
  static final float HYPERBOLIC_HIGH = 90;
  /** erf x/x − 1 in x², on x ≤ 1: erf x within 2⁻²⁹ of its value. */
  static final float F0 = 0.12837917f;
  static final float F1 = -0.37612626f;
  static final float F2 = 0.11283579f;
  static final float F3 = -0.026853347f;
  static final float F4 = 0.005187162f;
  static final float F5 = -0.00079978525f;
  static final float F6 = 7.8068966e-05f;
  /** −ln(1 − erf x) on 1 ≤ x ≤ 4: erf x within 2⁻²⁹ of its value. */
  static final float G0 = 0.00034167315f;
  static final float G1 = 1.1270885f;
  static final float G2 = 0.638146f;
  static final float G3 = 0.10310565f;
  static final float G4 = -0.021837458f;
  static final float G5 = 0.0029474779f;
  static final float G6 = -0.0001863565f;
  /** Above it erf x rounds to 1. */
  static final float ERF_HIGH = 4;

  /** e^x. */
  static float exp(float x) {
    return expClamped(x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x);
  }

  /** e^x = 2^k·e^r with k = x/ln 2, rounded. */
  private static float expClamped(float x) {
    float t = fma(x, LOG2_E, ROUND);
    return scale(1 + expm1Reduced(reduce(x, t)), Float.floatToRawIntBits(t));
  }

  /** y·2^k for the bits of ROUND + k. 2^k is multiplied in two halves, since it may itself over- or underflow. */
  private static float scale(float y, int bits) {
    int k = bits - (ROUND_BITS - 256); // k + 256
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

    float sin = fma(z * r, sinePolynomial(z), r);

    float h = 0.5f * z;
    float w = 1 - h;
    float cos = w + fma(z * z, cosinePolynomial(z), 1 - w - h);

    int quadrant = Float.floatToRawIntBits(t) + quadrants;
    float y = (quadrant & 1) == 0 ? sin : cos;
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ (quadrant & 2) << 30);
  }

  /** (sin r − r)/r³. */
  private static float sinePolynomial(float z) {
    float p = fma(z, S3, S2);
    p = fma(p, z, S1);
    p = fma(p, z, S0);
    return p;
  }

  /** (cos r − 1 + r²/2)/r⁴. */
  private static float cosinePolynomial(float z) {
    float q = fma(z, C2, C1);
    q = fma(q, z, C0);
    return q;
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

  /**
   * xʸ = e^(y ln |x|), with the sign of x if y is odd. The logarithm, h + l, and its product with y have twice the digits, for
   * what is rounded off the exponent is multiplied by the exponent: ln m = 2s + s³(⅔ + s² q(s²)) with s = (m − 1)/(m + 1), where q
   * alone is single. Every special case is that of {@link Math#pow}.
   */
  static float pow(float x, float y) {
    float a = Math.abs(x);
    boolean subnormal = a < Float.MIN_NORMAL;
    int u = Float.floatToRawIntBits(subnormal ? a * SUBNORMAL_SCALE : a) + (ONE_BITS - ROOT_HALF_BITS);
    float k = Float.intBitsToFloat(u >>> 23 | EXPONENT_BITS) - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    float m = Float.intBitsToFloat((u & FRACTION_BITS) + ROOT_HALF_BITS);

    float f = m - 1;
    float d = m + 1;
    float reciprocal = 1 / d;
    float s = f * reciprocal;
    float sl = fma(-s, m - (d - 1), fma(-s, d, f)) * reciprocal;
    float z = s * s;
    float zl = fma(2 * s, sl, fma(s, s, -z));
    float q = z * powerPolynomial(z);
    float c = TWO_THIRDS + q;
    float cl = TWO_THIRDS - c + q + TWO_THIRDS_LO;
    float v = s * z;
    float vl = fma(s, z, -v) + fma(s, zl, sl * z); // v + vl = s³
    float w = v * c;
    float wl = fma(v, c, -w) + fma(v, cl, vl * c);
    float g = 2 * s + w;
    float gl = 2 * s - g + w + fma(2, sl, wl); // g + gl = ln m

    float e = k * LN2_HI;
    float h = e + g;
    float l = e - h + g + (fma(k, LN2_LO, fma(k, LN2_HI, -e)) + gl);
    float n = Math.abs(y);
    float parity = Math.abs(fma(fma(n, 0.5f, WHOLE) - WHOLE, -2, n)); // 0: even, 1: odd, between: not whole
    h = x < 0 && parity * parity < parity ? Float.NaN : h;
    h = a < Float.POSITIVE_INFINITY ? h : a;
    h = a == 0 ? Float.NEGATIVE_INFINITY : h;

    float p = y * h;
    float pl = fma(y, h, -p) + y * l;
    float b = p > EXP_HIGH ? EXP_HIGH : p < EXP_LOW ? EXP_LOW : p;
    float t = fma(b, LOG2_E, ROUND);
    float r = reduce(b, t) + (b == p ? pl : 0);
    float result = y == 0 ? 1 : scale(1 + expm1Reduced(r), Float.floatToRawIntBits(t));
    return parity == 1 ? Math.copySign(result, x) : result;
  }

  /**
   * tan x, the quotient N/D of sin r and cos r or of −cos r and sin r, where x = j·π/2 + r. What is rounded off N, D, r and the
   * quotient corrects it: tan and −cot both grow by (1 + y²) times what is added to r.
   */
  static float tan(float x) {
    if (!(Math.abs(x) <= TRIG_HIGH)) {
      return (float) StrictMath.tan(x);
    }
    float t = fma(x, TWO_BY_PI, ROUND);
    float j = t - ROUND;
    float a = fma(j, -PI_HI, x);
    float p = j * PI_MID;
    float b = a - p;
    float c = b - a;
    float bl = fma(j, -PI_LO, a - (b - c) - (p + c) - fma(j, PI_MID, -p)); // b + bl = x − j·π/2
    float r = b + bl;
    float rl = b - r + bl;
    float z = r * r;

    float sw = z * r * sinePolynomial(z);
    float sin = r + sw;
    float sinl = r - sin + sw;
    float h = 0.5f * z;
    float w = 1 - h;
    float cw = fma(z * z, cosinePolynomial(z), 1 - w - h);
    float cos = w + cw;
    float cosl = w - cos + cw;

    boolean odd = (Float.floatToRawIntBits(t) & 1) != 0;
    float n = odd ? -cos : sin;
    float nl = odd ? -cosl : sinl;
    float d = odd ? sin : cos;
    float dl = odd ? sinl : cosl;
    float reciprocal = 1 / d;
    float y = n * reciprocal;
    float rest = fma(-y, dl, fma(-y, d, n) + nl);
    y += fma(rl, fma(y, y, 1), rest * reciprocal);
    return Math.abs(x) < SINE_TINY ? x : y;
  }

  /** atan |x| = atan t, π/4 + atan t or π/2 + atan t, with t = |x|, (|x| − 1)/(|x| + 1) or −1/|x|, up to ½, up to 2 and beyond. */
  static float atan(float x) {
    float a = Math.abs(x);
    boolean middle = a > 0.5f;
    boolean high = a > 2;
    float t = (high ? -1 : middle ? a - 1 : a) / (high ? a : middle ? a + 1 : 1);
    float hi = high ? 2 * PI_BY_4 : middle ? PI_BY_4 : 0;
    float lo = high ? 2 * PI_BY_4_LO : middle ? PI_BY_4_LO : 0;
    float z = t * t;
    return Math.copySign(hi + (t + fma(z * t, arctangentPolynomial(z), lo)), x);
  }

  /** √(m² + n²) with the larger one for m; very large and very small numbers are scaled before and after. */
  static float hypot(float x, float y) {
    float a = Math.abs(x);
    float b = Math.abs(y);
    float m = a > b ? a : b;
    float n = a > b ? b : a;
    float scale = m > HYPOT_HIGH ? 1 / HYPOT_SCALE : m < HYPOT_LOW ? HYPOT_SCALE : 1;
    float back = m > HYPOT_HIGH ? HYPOT_SCALE : m < HYPOT_LOW ? 1 / HYPOT_SCALE : 1;
    float h = n * scale;
    float r = (float) Math.sqrt(fma(m * scale, m * scale, h * h)) * back;
    return a == Float.POSITIVE_INFINITY || b == Float.POSITIVE_INFINITY ? Float.POSITIVE_INFINITY : r;
  }

  /** The angle of (x, y): atan |y|/|x| as atan has it, with one division, or π minus that if x is negative, with the sign of y. */
  static float atan2(float y, float x) {
    float a = Math.abs(y);
    float b = Math.abs(x);
    boolean infinite = a == Float.POSITIVE_INFINITY && b == Float.POSITIVE_INFINITY;
    float scale = a > ATAN2_HIGH || b > ATAN2_HIGH ? 0.25f : 1;
    a = infinite ? 1 : a * scale;
    b = infinite ? 1 : b * scale;
    boolean middle = 2 * a > b;
    boolean high = a > 2 * b;
    float n = high ? -b : middle ? a - b : a;
    float d = high ? a : middle ? a + b : b;
    float t = n / (d == 0 ? 1 : d);
    boolean negative = Float.floatToRawIntBits(x) < 0;
    float hi = high ? 2 * PI_BY_4 : middle ? negative ? THREE_PI_BY_4 : PI_BY_4 : negative ? 4 * PI_BY_4 : 0;
    float lo = high
        ? 2 * PI_BY_4_LO
        : middle ? negative ? THREE_PI_BY_4_LO : PI_BY_4_LO : negative ? 4 * PI_BY_4_LO : 0;
    t = negative ? -t : t;
    float z = t * t;
    return Math.copySign(hi + (t + fma(z * t, arctangentPolynomial(z), lo)), y);
  }

  /** asin |x|, or π/2 − 2 asin √((1 − |x|)/2) from ½ on. */
  static float asin(float x) {
    float a = Math.abs(x);
    boolean high = a > 0.5f;
    float z = high ? fma(a, -0.5f, 0.5f) : a * a;
    float s = high ? (float) Math.sqrt(z) : a;
    float w = z * s * arcsinePolynomial(z);
    float head = 2 * PI_BY_4 - 2 * s;
    float tail = 2 * PI_BY_4 - head - 2 * s;
    return Math.copySign(high ? head + (tail + fma(-2, w, 2 * PI_BY_4_LO)) : s + w, x);
  }

  /** acos x = π/2 − asin x, or from ½ on 2 asin √((1 − |x|)/2) and π minus that. */
  static float acos(float x) {
    float a = Math.abs(x);
    boolean high = a > 0.5f;
    float z = high ? fma(a, -0.5f, 0.5f) : a * a;
    float s = high ? (float) Math.sqrt(z) : x;
    boolean small = x > 0.5f;
    float w = s + fma(z * s, arcsinePolynomial(z), small ? 0 : -2 * PI_BY_4_LO);
    float y = small ? w : 2 * PI_BY_4 - w;
    return high ? 2 * y : y;
  }

  /** sinh |x| = E − 1/(4E) with E = ½ e^|x|; up to 1, where they nearly cancel, a polynomial. */
  static float sinh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float y = a < 1 ? fma(z * a, hyperbolicPolynomial(z), a) : halfExpPlus(a, -0.25f);
    return Math.copySign(y, x);
  }

  /** cosh x = E + 1/(4E) with E = ½ e^|x|. */
  static float cosh(float x) {
    return halfExpPlus(Math.abs(x), 0.25f);
  }

  /** E + c/E with E = ½ e^x, which does not overflow where sinh and cosh do not; what is rounded off E is added last. */
  private static float halfExpPlus(float x, float c) {
    float b = x > HYPERBOLIC_HIGH ? HYPERBOLIC_HIGH : x;
    float t = fma(b, LOG2_E, ROUND);
    int bits = Float.floatToRawIntBits(t) - 1;
    float p = expm1Reduced(reduce(b, t));
    float e = scale(1 + p, bits);
    float el = scale(1 - (1 + p) + p, bits);
    return e + (c / e + el);
  }

  /** erf x = 2/√π ∫₀ˣ e^−t² dt: up to 1 a polynomial, and beyond 1 − e^−p, with a polynomial p for −ln(1 − erf |x|). */
  static float erf(float x) {
    float a = Math.abs(x);
    float c = a > ERF_HIGH ? ERF_HIGH : a;
    float low = fma(c, erfPolynomial(c * c), c);
    float p = -erfTailPolynomial(c);
    float t = fma(p, LOG2_E, ROUND);
    float s = Float.intBitsToFloat((Float.floatToRawIntBits(t) + 127) << 23);
    float high = fma(-s, expm1Reduced(reduce(p, t)), 1 - s);
    return Math.copySign(c < 1 ? low : high, x);
  }

  /** (ln m − 2s − ⅔ s³)/s⁵. */
  private static float powerPolynomial(float z) {
    float q = fma(z, P2, P1);
    return fma(q, z, P0);
  }

  /** (atan t − t)/t³. */
  private static float arctangentPolynomial(float z) {
    float q = fma(z, A4, A3);
    q = fma(q, z, A2);
    q = fma(q, z, A1);
    return fma(q, z, A0);
  }

  /** (asin t − t)/t³. */
  private static float arcsinePolynomial(float z) {
    float q = fma(z, N4, N3);
    q = fma(q, z, N2);
    q = fma(q, z, N1);
    return fma(q, z, N0);
  }

  /** (sinh x − x)/x³. */
  private static float hyperbolicPolynomial(float z) {
    float q = fma(z, H3, H2);
    q = fma(q, z, H1);
    return fma(q, z, H0);
  }

  /** −ln(1 − erf x). */
  private static float erfTailPolynomial(float x) {
    float q = fma(x, G6, G5);
    q = fma(q, x, G4);
    q = fma(q, x, G3);
    q = fma(q, x, G2);
    q = fma(q, x, G1);
    return fma(q, x, G0);
  }

  /** erf x/x − 1. */
  private static float erfPolynomial(float z) {
    float q = fma(z, F6, F5);
    q = fma(q, z, F4);
    q = fma(q, z, F3);
    q = fma(q, z, F2);
    q = fma(q, z, F1);
    return fma(q, z, F0);
  }
}
