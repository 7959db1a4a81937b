package dev.adjoint.internal.kernel;

import java.util.EnumSet;
import java.util.Set;

/** The functions of one variable that have a loop of their own. */
public enum UnaryFunction {
  NEG, ABS, SIGN, SQUARE, SQRT, RECIPROCAL,
  FLOOR, CEIL,
  /** The nearest whole number, the even one of two. */
  ROUND,
  /** Without the digits behind the point. */
  TRUNC,
  EXP, EXPM1, LOG, LOG1P,
  SIN, COS, TAN, ASIN, ACOS, ATAN,
  SINH, COSH, TANH, ERF,
  SIGMOID, SOFTPLUS, RELU;

  private static final Set<UnaryFunction> OF_INTEGERS = EnumSet.of(NEG, ABS, SIGN, SQUARE);

  /** Whether there is a loop over INT32 too; of a result too large the low 32 bits are left. */
  public boolean isOfIntegers() {
    return OF_INTEGERS.contains(this);
  }
}
