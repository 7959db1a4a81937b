package dev.adjoint.nn.regularization;

import dev.adjoint.Tensor;

/**
 * λ Σ|w|: drives weights to 0.
 *
 * @param lambda λ
 */
public record L1(double lambda) implements Regularizer {

  /** Checks λ. */
  public L1 {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("l1: a lambda of " + lambda + "; it takes a finite one of at least 0");
    }
  }

  @Override
  public Tensor of(Tensor weights) {
    return weights.abs().sum().mul(lambda);
  }
}
