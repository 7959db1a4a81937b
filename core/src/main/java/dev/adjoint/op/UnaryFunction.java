package dev.adjoint.op;

/** The functions of one number that have a loop of their own. */
public enum UnaryFunction {
  /** −x. */
  NEG,
  /** |x|. */
  ABS,
  /** −1, 0 or 1; the sign of 0 and NaN are kept. */
  SIGN,
  /** x². */
  SQUARE,
  /** √x. */
  SQRT,
  /** 1/x. */
  RECIPROCAL,
  /** eˣ. */
  EXP,
  /** eˣ − 1, with all its digits near 0. */
  EXPM1,
  /** ln x. */
  LOG,
  /** ln(1 + x), with all its digits near 0. */
  LOG1P,
  /** sin x. */
  SIN,
  /** cos x. */
  COS,
  /** tan x. */
  TAN,
  /** arcsin x. */
  ASIN,
  /** arccos x. */
  ACOS,
  /** arctan x. */
  ATAN,
  /** sinh x. */
  SINH,
  /** cosh x. */
  COSH,
  /** tanh x. */
  TANH,
  /** 2/√π·∫₀ˣ e^−t² dt. */
  ERF,
  /** 1/(1 + e⁻ˣ). */
  SIGMOID,
  /** ln(1 + eˣ). */
  SOFTPLUS,
  /** max(x, 0). */
  RELU
}
