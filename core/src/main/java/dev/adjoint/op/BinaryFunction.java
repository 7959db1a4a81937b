package dev.adjoint.op;

/** The functions of two numbers that have a loop of their own. */
public enum BinaryFunction {
  /** a + b. */
  ADD,
  /** a − b. */
  SUB,
  /** a·b. */
  MUL,
  /** a/b. */
  DIV,
  /** aᵇ. */
  POW,
  /** The larger one; NaN if one is. */
  MAX,
  /** The smaller one; NaN if one is. */
  MIN,
  /** √(a² + b²), without overflow on the way. */
  HYPOT,
  /** The angle of the point at b to the right and a up. */
  ATAN2,
  /** ln(eᵃ + eᵇ), without overflow on the way. */
  LOG_ADD_EXP,
  /** max(x, 0) − x·t + ln(1 + e^−|x|): the cross-entropy of a logit x and a probability t. */
  SIGMOID_CROSS_ENTROPY
}
