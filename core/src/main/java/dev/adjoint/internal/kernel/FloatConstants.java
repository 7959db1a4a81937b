package dev.adjoint.internal.kernel;

/**
 * Numbers that depend on the precision of a float: its format, the ranges of its functions, and constants in parts, of which each
 * holds what is rounded off those before it.
 */
final class FloatConstants {
  /** The bits of the fraction, and what is added to an exponent of 2. */
  static final int FRACTION_SIZE = Float.PRECISION - 1;
  static final int BIAS = Float.MAX_EXPONENT;
  /** Adding it rounds to an integer, which then stands in the low bits of the sum: 1.5·2²³. */
  static final float ROUND = 0x1.8p23f;
  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  static final float LOG2_E = 1.442695f;
  static final float LOG2_E_LO = 1.925963e-08f;
  static final float LOG10_E = 0.4342945f;
  static final float LOG10_E_LO = -1.010305e-08f;
  static final float LOG10_2 = 0.30103f;
  static final float LOG10_2_LO = -1.4320989e-08f;
  static final float LN2_HI = 0.6931472f;
  static final float LN2_LO = -1.9046542e-09f;

  /** Beyond these e^x is ∞ and 0. */
  static final float EXP_HIGH = 89;
  static final float EXP_LOW = -105;
  /** Beyond these 2^x is ∞ and 0. */
  static final float EXP2_HIGH = 129;
  static final float EXP2_LOW = -151;
  /** Below it e^x − 1 rounds to −1. */
  static final float EXPM1_LOW = -20;
  /** Above it tanh x rounds to 1. */
  static final float TANH_HIGH = 10;
  /** Below it expm1 and log1p of x, and sin x, round to x. */
  static final float TINY = 0x1p-25f;
  static final float SINE_TINY = 0x1p-12f;

  static final int ONE_BITS = Float.floatToRawIntBits(1);
  static final int ROOT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);
  static final int SIGN_BIT = 0x80000000;
  static final int FRACTION_BITS = 0x007fffff;
  static final float ROOT_TWO_LESS_ONE = 0.41421357f;
  /** An exponent or'ed to the bits of 2²³ is added to it; this takes that and the bias off again. */
  static final float EXPONENT = 0x1p23f;
  static final int EXPONENT_BITS = Float.floatToRawIntBits(EXPONENT);
  static final float EXPONENT_BIAS = EXPONENT + BIAS;
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
  /** Beyond it ½ e^x is ∞. */
  static final float HYPERBOLIC_HIGH = 90;
  /** Above it erf x rounds to 1. */
  static final float ERF_HIGH = 4;
  /** Above it 1 − erf x rounds to 0. */
  static final float ERFC_HIGH = 11;
  /** Chosen so that the polynomial for 1 − erf x begins with a number that is nearly a float. */
  static final float ERFC_CENTRE = 3.859375f;

  private FloatConstants() {}
}
