package dev.adjoint.internal.kernel;

import static dev.adjoint.internal.kernel.DoubleConstants.*;
import static java.lang.Math.fma;

/**
 * The functions of one number. The same text serves either type: what depends on the precision stands in
 * {@link DoubleConstants}, {@link DoublePolynomials} and {@link DoubleLogarithm}.
 *
 * <p>Sources. Argument reduction: W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", 1980. Sums and products
 * of twice the digits: T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971).
 * The formulas of tanh and log1p: fdlibm (Sun Microsystems, 1993), {@code s_tanh.c}, {@code s_log1p.c}.
 */
final class DoubleScalarMath {
  private DoubleScalarMath() {}

  /** e^x. */
  static double exp(double x) {
    return expClamped(x > EXP_HIGH ? EXP_HIGH : x < EXP_LOW ? EXP_LOW : x);
  }

  /** e^x = 2^k·e^r with k = x/ln 2, rounded. */
  private static double expClamped(double x) {
    double t = fma(x, LOG2_E, ROUND);
    return scale(1 + expm1Reduced(reduce(x, t)), Double.doubleToRawLongBits(t));
  }

  /** y·2^k for the bits of ROUND + k. 2^k is multiplied in two halves, since it may itself over- or underflow. */
  private static double scale(double y, long bits) {
    long k = bits - (ROUND_BITS - 2 * (BIAS + 1)); // k + 2·(BIAS + 1), which is positive
    long half = k >>> 1;
    return y * Double.longBitsToDouble((half - 1) << FRACTION_SIZE)
        * Double.longBitsToDouble((k - half - 1) << FRACTION_SIZE);
  }

  /** r = x − k ln 2, where t = ROUND + k. */
  private static double reduce(double x, double t) {
    double k = t - ROUND;
    return fma(k, -LN2_LO, fma(k, -LN2_HI, x));
  }

  /** e^r − 1 for |r| ≤ ½ ln 2. */
  private static double expm1Reduced(double r) {
    return fma(r * r, DoublePolynomials.exponential(r), r);
  }

  /** e^x − 1 = 2·(2^(k−1)·(e^r − 1) + 2^(k−1) − ½), with the k and r of exp; half of 2^k, since 2^k may overflow. */
  static double expm1(double x) {
    double c = x > EXP_HIGH ? EXP_HIGH : x < EXPM1_LOW ? EXPM1_LOW : x;
    double t = fma(c, LOG2_E, ROUND);
    double p = expm1Reduced(reduce(c, t));
    double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + (BIAS - 1)) << FRACTION_SIZE);
    double y = 2 * fma(s, p, s - 0.5);
    return Math.abs(x) < TINY ? x : y;
  }

  /** ln x = k ln 2 + ln m, where x = 2^k·m and √½ ≤ m &lt; √2. */
  static double log(double x) {
    boolean subnormal = x < Double.MIN_NORMAL;
    long u = Double.doubleToRawLongBits(subnormal ? x * SUBNORMAL_SCALE : x) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> FRACTION_SIZE | EXPONENT_BITS)
        - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    double m = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS);
    double y = DoubleLogarithm.reduced(m - 1, k);
    y = x > 0 ? y : Double.NaN;
    y = x == 0 ? Double.NEGATIVE_INFINITY : y;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** log₂ x = k + log₂ m. */
  static double log2(double x) {
    return logTo(x, 1, 0, LOG2_E, LOG2_E_LO);
  }

  /** log₁₀ x = k log₁₀ 2 + log₁₀ m. */
  static double log10(double x) {
    return logTo(x, LOG10_2, LOG10_2_LO, LOG10_E, LOG10_E_LO);
  }

  /**
   * k·(two + twol) + ln m·(e + el): the logarithm to another base, from those of 2 and e. The logarithm of m, h + l, and both products
   * have twice the digits, so that powers of the base come out whole.
   */
  private static double logTo(double x, double two, double twol, double e, double el) {
    boolean subnormal = x < Double.MIN_NORMAL;
    long u = Double.doubleToRawLongBits(subnormal ? x * SUBNORMAL_SCALE : x) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> FRACTION_SIZE | EXPONENT_BITS)
        - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    double f = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS) - 1;

    double square = 0.5 * f * f;
    double h = f - square;
    double l = f - h - square + DoubleLogarithm.rest(f);
    double p = h * e;
    double pl = fma(h, e, -p) + fma(h, el, l * e);
    double q = k * two;
    double ql = fma(k, two, -q) + k * twol;
    double s = q + p;
    double y = s + (q - s + p + (ql + pl));
    y = x > 0 ? y : Double.NaN;
    y = x == 0 ? Double.NEGATIVE_INFINITY : y;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  /** 2^x = 2^k·e^(r ln 2) with k = x, rounded, and r = x − k. */
  static double exp2(double x) {
    double c = x > EXP2_HIGH ? EXP2_HIGH : x < EXP2_LOW ? EXP2_LOW : x;
    double t = c + ROUND;
    double r = c - (t - ROUND);
    return scale(1 + expm1Reduced(r * LN2_HI), Double.doubleToRawLongBits(t));
  }

  /** ln(1 + x) = ln u + ln(1 + c/u), where u = 1 + x, rounded, and c = x − (u − 1): c/2^k is added to the f of log. */
  static double log1p(double x) {
    double one = 1 + x;
    long u = Double.doubleToRawLongBits(one) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> FRACTION_SIZE | EXPONENT_BITS) - EXPONENT_BIAS;
    double m = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS);
    double scale = Double.longBitsToDouble(2 * ONE_BITS - (u & ~FRACTION_BITS)); // 2^−k
    double c = (x - (one - 1)) * scale;
    double y = DoubleLogarithm.reduced(m - 1 + (x < HUGE ? c : 0), k);
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

    double sin = fma(z * r, DoublePolynomials.sine(z), r);

    double h = 0.5 * z;
    double w = 1 - h;
    double cos = w + fma(z * z, DoublePolynomials.cosine(z), 1 - w - h);

    long quadrant = Double.doubleToRawLongBits(t) + quadrants;
    double y = (quadrant & 1) == 0 ? sin : cos;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ (quadrant & 2) << Double.SIZE - 2);
  }

  /** tanh |x| = −(E − 1)/(E + 1) with E = e^(−2|x|) = s·(1 + p). */
  static double tanh(double x) {
    double a = Math.abs(x);
    double c = -2 * (a > TANH_HIGH ? TANH_HIGH : a);
    double t = fma(c, LOG2_E, ROUND);
    double p = expm1Reduced(reduce(c, t));
    double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + BIAS) << FRACTION_SIZE);
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
    return DoubleLogarithm.reduced(half ? (e - 1) * 0.5 : e, half ? 1 : 0);
  }

  /** ln(e^a + e^b) = max(a, b) + ln(1 + e^−|a − b|). */
  static double logAddExp(double a, double b) {
    double m = Math.max(a, b);
    double y = m + softplusOfNegative(a - b);
    return Math.abs(m) == Double.POSITIVE_INFINITY ? m : y;
  }

  /** max(x, 0) − x·t + ln(1 + e^−|x|); of an infinite x, |x| times how wrong it is, which is 0 if it is right. */
  static double sigmoidCrossEntropy(double x, double t) {
    if (Double.isInfinite(x)) {
      double wrong = x > 0 ? 1 - t : t;
      return wrong == 0 ? 0 : Math.abs(x) * wrong;
    }
    return (x > 0 ? x : 0) - x * t + softplusOfNegative(x);
  }

  /**
   * xʸ = e^(y ln |x|), with the sign of x if y is odd. The logarithm, h + l, and its product with y have twice the digits, for
   * what is rounded off the exponent is multiplied by the exponent: ln m = 2s + s³(⅔ + s² q(s²)) with s = (m − 1)/(m + 1), where q
   * alone is single. Every special case is that of {@link Math#pow}.
   */
  static double pow(double x, double y) {
    double a = Math.abs(x);
    boolean subnormal = a < Double.MIN_NORMAL;
    long u = Double.doubleToRawLongBits(subnormal ? a * SUBNORMAL_SCALE : a) + (ONE_BITS - ROOT_HALF_BITS);
    double k = Double.longBitsToDouble(u >>> FRACTION_SIZE | EXPONENT_BITS)
        - (subnormal ? SUBNORMAL_BIAS : EXPONENT_BIAS);
    double m = Double.longBitsToDouble((u & FRACTION_BITS) + ROOT_HALF_BITS);

    double f = m - 1;
    double d = m + 1;
    double reciprocal = 1 / d;
    double s = f * reciprocal;
    double sl = fma(-s, m - (d - 1), fma(-s, d, f)) * reciprocal;
    double z = s * s;
    double zl = fma(2 * s, sl, fma(s, s, -z));
    double q = z * DoublePolynomials.power(z);
    double c = TWO_THIRDS + q;
    double cl = TWO_THIRDS - c + q + TWO_THIRDS_LO;
    double v = s * z;
    double vl = fma(s, z, -v) + fma(s, zl, sl * z); // v + vl = s³
    double w = v * c;
    double wl = fma(v, c, -w) + fma(v, cl, vl * c);
    double g = 2 * s + w;
    double gl = 2 * s - g + w + fma(2, sl, wl); // g + gl = ln m

    double e = k * LN2_HI;
    double h = e + g;
    double l = e - h + g + (fma(k, LN2_LO, fma(k, LN2_HI, -e)) + gl);
    double n = Math.abs(y);
    double parity = Math.abs(fma(fma(n, 0.5, WHOLE) - WHOLE, -2, n)); // 0: even, 1: odd, between: not whole
    h = x < 0 && parity * parity < parity ? Double.NaN : h;
    h = a < Double.POSITIVE_INFINITY ? h : a;
    h = a == 0 ? Double.NEGATIVE_INFINITY : h;

    double p = y * h;
    double pl = fma(y, h, -p) + y * l;
    double b = p > EXP_HIGH ? EXP_HIGH : p < EXP_LOW ? EXP_LOW : p;
    double t = fma(b, LOG2_E, ROUND);
    double r = reduce(b, t) + (b == p ? pl : 0);
    double result = y == 0 ? 1 : scale(1 + expm1Reduced(r), Double.doubleToRawLongBits(t));
    return parity == 1 ? Math.copySign(result, x) : result;
  }

  /**
   * tan x, the quotient N/D of sin r and cos r or of −cos r and sin r, where x = j·π/2 + r. What is rounded off N, D, r and the
   * quotient corrects it: tan and −cot both grow by (1 + y²) times what is added to r.
   */
  static double tan(double x) {
    if (!(Math.abs(x) <= TRIG_HIGH)) {
      return StrictMath.tan(x);
    }
    double t = fma(x, TWO_BY_PI, ROUND);
    double j = t - ROUND;
    double a = fma(j, -PI_HI, x);
    double p = j * PI_MID;
    double b = a - p;
    double c = b - a;
    double bl = fma(j, -PI_LO, a - (b - c) - (p + c) - fma(j, PI_MID, -p)); // b + bl = x − j·π/2
    double r = b + bl;
    double rl = b - r + bl;
    double z = r * r;

    double sw = z * r * DoublePolynomials.sine(z);
    double sin = r + sw;
    double sinl = r - sin + sw;
    double h = 0.5 * z;
    double w = 1 - h;
    double cw = fma(z * z, DoublePolynomials.cosine(z), 1 - w - h);
    double cos = w + cw;
    double cosl = w - cos + cw;

    boolean odd = (Double.doubleToRawLongBits(t) & 1) != 0;
    double n = odd ? -cos : sin;
    double nl = odd ? -cosl : sinl;
    double d = odd ? sin : cos;
    double dl = odd ? sinl : cosl;
    double reciprocal = 1 / d;
    double y = n * reciprocal;
    double rest = fma(-y, dl, fma(-y, d, n) + nl);
    y += fma(rl, fma(y, y, 1), rest * reciprocal);
    return Math.abs(x) < SINE_TINY ? x : y;
  }

  /** atan |x| = atan t, π/4 + atan t or π/2 + atan t, with t = |x|, (|x| − 1)/(|x| + 1) or −1/|x|, up to ½, up to 2 and beyond. */
  static double atan(double x) {
    double a = Math.abs(x);
    boolean middle = a > 0.5;
    boolean high = a > 2;
    double t = (high ? -1 : middle ? a - 1 : a) / (high ? a : middle ? a + 1 : 1);
    double hi = high ? 2 * PI_BY_4 : middle ? PI_BY_4 : 0;
    double lo = high ? 2 * PI_BY_4_LO : middle ? PI_BY_4_LO : 0;
    double z = t * t;
    return Math.copySign(hi + (t + fma(z * t, DoublePolynomials.arctangent(z), lo)), x);
  }

  /** √(m² + n²) with the larger one for m; very large and very small numbers are scaled before and after. */
  static double hypot(double x, double y) {
    double a = Math.abs(x);
    double b = Math.abs(y);
    double m = a > b ? a : b;
    double n = a > b ? b : a;
    double scale = m > HYPOT_HIGH ? 1 / HYPOT_SCALE : m < HYPOT_LOW ? HYPOT_SCALE : 1;
    double back = m > HYPOT_HIGH ? HYPOT_SCALE : m < HYPOT_LOW ? 1 / HYPOT_SCALE : 1;
    double h = n * scale;
    double r = Math.sqrt(fma(m * scale, m * scale, h * h)) * back;
    return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY ? Double.POSITIVE_INFINITY : r;
  }

  /** The angle of (x, y): atan |y|/|x| as atan has it, with one division, or π minus that if x is negative, with the sign of y. */
  static double atan2(double y, double x) {
    double a = Math.abs(y);
    double b = Math.abs(x);
    boolean infinite = a == Double.POSITIVE_INFINITY && b == Double.POSITIVE_INFINITY;
    double scale = a > ATAN2_HIGH || b > ATAN2_HIGH ? 0.25 : 1;
    a = infinite ? 1 : a * scale;
    b = infinite ? 1 : b * scale;
    boolean middle = 2 * a > b;
    boolean high = a > 2 * b;
    double n = high ? -b : middle ? a - b : a;
    double d = high ? a : middle ? a + b : b;
    double t = n / (d == 0 ? 1 : d);
    boolean negative = Double.doubleToRawLongBits(x) < 0;
    double hi = high ? 2 * PI_BY_4 : middle ? negative ? THREE_PI_BY_4 : PI_BY_4 : negative ? 4 * PI_BY_4 : 0;
    double lo = high
        ? 2 * PI_BY_4_LO
        : middle ? negative ? THREE_PI_BY_4_LO : PI_BY_4_LO : negative ? 4 * PI_BY_4_LO : 0;
    t = negative ? -t : t;
    double z = t * t;
    return Math.copySign(hi + (t + fma(z * t, DoublePolynomials.arctangent(z), lo)), y);
  }

  /** asin |x|, or π/2 − 2 asin √((1 − |x|)/2) from ½ on. */
  static double asin(double x) {
    double a = Math.abs(x);
    boolean high = a > 0.5;
    double z = high ? fma(a, -0.5, 0.5) : a * a;
    double s = high ? Math.sqrt(z) : a;
    double w = z * s * DoublePolynomials.arcsine(z);
    double head = 2 * PI_BY_4 - 2 * s;
    double tail = 2 * PI_BY_4 - head - 2 * s;
    return Math.copySign(high ? head + (tail + fma(-2, w, 2 * PI_BY_4_LO)) : s + w, x);
  }

  /** acos x = π/2 − asin x, or from ½ on 2 asin √((1 − |x|)/2) and π minus that. */
  static double acos(double x) {
    double a = Math.abs(x);
    boolean high = a > 0.5;
    double z = high ? fma(a, -0.5, 0.5) : a * a;
    double s = high ? Math.sqrt(z) : x;
    boolean small = x > 0.5;
    double w = s + fma(z * s, DoublePolynomials.arcsine(z), small ? 0 : -2 * PI_BY_4_LO);
    double y = small ? w : 2 * PI_BY_4 - w;
    return high ? 2 * y : y;
  }

  /** sinh |x| = E − 1/(4E) with E = ½ e^|x|; up to 1, where they nearly cancel, a polynomial. */
  static double sinh(double x) {
    double a = Math.abs(x);
    double z = a * a;
    double y = a < 1 ? fma(z * a, DoublePolynomials.hyperbolicSine(z), a) : halfExpPlus(a, -0.25);
    return Math.copySign(y, x);
  }

  /** cosh x = E + 1/(4E) with E = ½ e^|x|. */
  static double cosh(double x) {
    return halfExpPlus(Math.abs(x), 0.25);
  }

  /** E + c/E with E = ½ e^x, which does not overflow where sinh and cosh do not; what is rounded off E is added last. */
  private static double halfExpPlus(double x, double c) {
    double b = x > HYPERBOLIC_HIGH ? HYPERBOLIC_HIGH : x;
    double t = fma(b, LOG2_E, ROUND);
    long bits = Double.doubleToRawLongBits(t) - 1;
    double p = expm1Reduced(reduce(b, t));
    double e = scale(1 + p, bits);
    double el = scale(1 - (1 + p) + p, bits);
    return e + (c / e + el);
  }

  /** arsinh |x| = ln(1 + |x| + x²/(1 + √(1 + x²))), or ln(2|x|) where x² is ∞. */
  static double asinh(double x) {
    double a = Math.abs(x);
    double z = a * a;
    boolean huge = a > HYPOT_HIGH;
    double w = a + z / (1 + Math.sqrt(1 + z));
    return Math.copySign(log1p(huge ? a : w) + (huge ? LN2_HI : 0), x);
  }

  /** arcosh x = ln(1 + t + √(t(t + 2))) with t = x − 1, or ln(2x) where t² is ∞. */
  static double acosh(double x) {
    double t = x - 1;
    boolean huge = x > HYPOT_HIGH;
    double w = t + Math.sqrt(t * (t + 2));
    double y = log1p(huge ? t : w) + (huge ? LN2_HI : 0);
    return x >= 1 ? y : Double.NaN;
  }

  /** artanh |x| = ½ ln(1 + 2|x|/(1 − |x|)). */
  static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * log1p(2 * a / (1 - a)), x);
  }

  /** erf x = 2/√π ∫₀ˣ e^−t² dt: up to 1 a polynomial, and beyond 1 − e^−p, with a polynomial p for −ln(1 − erf |x|). */
  static double erf(double x) {
    double a = Math.abs(x);
    double c = a > ERF_HIGH ? ERF_HIGH : a;
    double low = fma(c, DoublePolynomials.erf(c * c), c);
    double p = -DoublePolynomials.erfTail(c);
    double t = fma(p, LOG2_E, ROUND);
    double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + BIAS) << FRACTION_SIZE);
    double high = fma(-s, expm1Reduced(reduce(p, t)), 1 - s);
    return Math.copySign(c < 1 ? low : high, x);
  }

  /**
   * 1 − erf x, with all its digits where that is small: from ½ on e^−x² Q/(1 + 2x) with a polynomial Q (M. M. Shepherd and J. G.
   * Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x &lt; ∞", Math. Comp. 36, 1981). x² has twice the digits,
   * and what is rounded off the factors is added last. 2 minus that of −x below 0.
   */
  static double erfc(double x) {
    double a = Math.abs(x);
    double c = a > ERFC_HIGH ? ERFC_HIGH : a;
    double low = fma(c, DoublePolynomials.erf(c * c), c);
    double p = -(c * c);
    double pl = fma(-c, c, -p);
    double t = fma(p, LOG2_E, ROUND);
    double r = expm1Reduced(reduce(p, t) + pl);
    double e = 1 + r;
    double el = 1 - e + r;
    double n = DoublePolynomials.erfcTail((c - ERFC_CENTRE) / (c + ERFC_CENTRE));
    double d = fma(2, c, 1);
    double dl = fma(2, c, 1 - d);
    double reciprocal = 1 / d;
    double q = n * reciprocal;
    double ql = fma(-q, dl, fma(-q, d, n)) * reciprocal;
    double high = scale(fma(e, q, fma(e, ql, el * q)), Double.doubleToRawLongBits(t));
    double y = x < 0 ? 2 - high : high;
    return c < 0.5 ? 1 - Math.copySign(low, x) : y;
  }
}
