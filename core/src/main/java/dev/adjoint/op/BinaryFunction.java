package dev.adjoint.op;

import java.util.EnumSet;
import java.util.Set;

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
  /** ⌊a/b⌋. */
  FLOOR_DIV,
  /** a − b·⌊a/b⌋, which has the sign of b. */
  MOD,
  /** max(x, 0) − x·t + ln(1 + e^−|x|): the cross-entropy of a logit x and a probability t. */
  SIGMOID_CROSS_ENTROPY;

  private static final Set<BinaryFunction> OF_INTEGERS = EnumSet.of(ADD, SUB, MUL, MAX, MIN, FLOOR_DIV, MOD);

  /** Whether there is a loop over INT32 too; of a result too large the low 32 bits are left. */
  public boolean isOfIntegers() {
    return OF_INTEGERS.contains(this);
  }
}
