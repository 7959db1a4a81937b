package dev.adjoint.internal.kernel;

/**
 * Numbers that depend on the precision of a double: its format, the ranges of its functions, and constants in parts, of which each
 * holds what is rounded off those before it.
 */
final class DoubleConstants {
  /** The bits of the fraction, and what is added to an exponent of 2. */
  static final int FRACTION_SIZE = Double.PRECISION - 1;
  static final int BIAS = Double.MAX_EXPONENT;
  /** Adding it rounds to an integer, which then stands in the low bits of the sum: 1.5·2⁵². */
  static final double ROUND = 0x1.8p52;
  static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);

  static final double LOG2_E = 1.4426950408889634;
  static final double LOG2_E_LO = 2.0355273740931033e-17;
  static final double LOG10_E = 0.4342944819032518;
  static final double LOG10_E_LO = 1.098319650216765e-17;
  static final double LOG10_2 = 0.3010299956639812;
  static final double LOG10_2_LO = -2.8037281277851704e-18;
  static final double LN2_HI = 0.6931471805599453;
  static final double LN2_LO = 2.3190468138462996e-17;

  /** Beyond these e^x is ∞ and 0. */
  static final double EXP_HIGH = 710;
  static final double EXP_LOW = -746;
  /** Beyond these 2^x is ∞ and 0. */
  static final double EXP2_HIGH = 1025;
  static final double EXP2_LOW = -1076;
  /** Below it e^x − 1 rounds to −1. */
  static final double EXPM1_LOW = -50;
  /** Above it tanh x rounds to 1. */
  static final double TANH_HIGH = 20;
  /** Below it expm1 and log1p of x, and sin x, round to x. */
  static final double TINY = 0x1p-54;
  static final double SINE_TINY = 0x1p-27;

  static final long ONE_BITS = Double.doubleToRawLongBits(1);
  static final long ROOT_HALF_BITS = Double.doubleToRawLongBits(0.7071067811865476);
  static final long SIGN_BIT = 0x8000000000000000L;
  static final long FRACTION_BITS = 0x000fffffffffffffL;
  static final double ROOT_TWO_LESS_ONE = 0.41421356237309503;
  /** An exponent or'ed to the bits of 2⁵² is added to it; this takes that and the bias off again. */
  static final double EXPONENT = 0x1p52;
  static final long EXPONENT_BITS = Double.doubleToRawLongBits(EXPONENT);
  static final double EXPONENT_BIAS = EXPONENT + BIAS;
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

  static final double TWO_THIRDS = 0.6666666666666666;
  static final double TWO_THIRDS_LO = 3.700743415417188e-17;
  /** Adding it to a smaller positive number rounds to an integer. */
  static final double WHOLE = 0x1p52;

  static final double PI_BY_4 = 0.7853981633974483;
  static final double PI_BY_4_LO = 3.061616997868383e-17;
  static final double THREE_PI_BY_4 = 2.356194490192345;
  static final double THREE_PI_BY_4_LO = 9.184850993605148e-17;
  /** Above it, sums of two may overflow. */
  static final double ATAN2_HIGH = 0x1p1020;
  /** Squares of numbers beyond these may over- and underflow; multiplied by this factor or its reciprocal, they do not. */
  static final double HYPOT_HIGH = 0x1p500;
  static final double HYPOT_LOW = 0x1p-500;
  static final double HYPOT_SCALE = 0x1p600;
  /** Beyond it ½ e^x is ∞. */
  static final double HYPERBOLIC_HIGH = 711;
  /** Above it erf x rounds to 1. */
  static final double ERF_HIGH = 6;
  /** Above it 1 − erf x rounds to 0. */
  static final double ERFC_HIGH = 28;
  /** Chosen so that the polynomial for 1 − erf x begins with a number that is nearly a double. */
  static final double ERFC_CENTRE = 3.8125;

  private DoubleConstants() {}
}
