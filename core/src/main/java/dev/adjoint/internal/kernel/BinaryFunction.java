package dev.adjoint.internal.kernel;

import java.util.EnumSet;
import java.util.Set;

/** The functions of two variables that have a loop of their own. */
public enum BinaryFunction {
  ADD, SUB, MUL, DIV, POW, MAX, MIN, HYPOT, ATAN2,
  /** ⌊a/b⌋. */
  FLOOR_DIV,
  /** a − b·⌊a/b⌋, which has the sign of b. */
  MOD,
  /** max(x, 0) − x·t + log(1 + e^−|x|): the cross-entropy of a logit x and a probability t. */
  SIGMOID_CROSS_ENTROPY;

  private static final Set<BinaryFunction> OF_INTEGERS = EnumSet.of(ADD, SUB, MUL, MAX, MIN, FLOOR_DIV, MOD);

  /** Whether there is a loop over INT32 too; of a result too large the low 32 bits are left. */
  public boolean isOfIntegers() {
    return OF_INTEGERS.contains(this);
  }
}
