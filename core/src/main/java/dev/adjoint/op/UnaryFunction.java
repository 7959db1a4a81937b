package dev.adjoint.op;

/** The functions of one variable that have a loop of their own. */
public enum UnaryFunction {
  NEG, ABS, SIGN, SQUARE, SQRT, RECIPROCAL,
  EXP, EXPM1, LOG, LOG1P,
  SIN, COS, TAN, ASIN, ACOS, ATAN,
  SINH, COSH, TANH, ERF,
  SIGMOID, SOFTPLUS, RELU
}
