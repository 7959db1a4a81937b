package dev.adjoint.op;

import java.util.EnumSet;
import java.util.Set;

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
  /** ⌊x⌋. */
  FLOOR,
  /** ⌈x⌉. */
  CEIL,
  /** The nearest whole number, the even one of two. */
  ROUND,
  /** Without the digits behind the point. */
  TRUNC,
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
  /** log₂ x. */
  LOG2,
  /** log₁₀ x. */
  LOG10,
  /** 2ˣ. */
  EXP2,
  /** arsinh x. */
  ASINH,
  /** arcosh x. */
  ACOSH,
  /** artanh x. */
  ATANH,
  /** 1 − erf x, with all its digits where that is small. */
  ERFC,
  /** The number of which x is the error function. */
  ERF_INV,
  /** ln |Γ(x)|. */
  LGAMMA,
  /** The derivative of ln Γ(x). */
  DIGAMMA,
  /** 1/(1 + e⁻ˣ). */
  SIGMOID,
  /** ln(1 + eˣ). */
  SOFTPLUS,
  /** max(x, 0). */
  RELU;

  private static final Set<UnaryFunction> OF_INTEGERS = EnumSet.of(NEG, ABS, SIGN, SQUARE);

  /** Whether there is a loop over INT32 too; of a result too large the low 32 bits are left. */
  public boolean isOfIntegers() {
    return OF_INTEGERS.contains(this);
  }
}
