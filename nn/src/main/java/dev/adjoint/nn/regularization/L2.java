package dev.adjoint.nn.regularization;

import dev.adjoint.Tensor;

/**
 * λ/2 Σw², whose gradient is λw. The λ/2m ΣΘ² of the lectures, for m examples, is {@code L2(λ / m)}.
 *
 * @param lambda λ
 */
public record L2(double lambda) implements Regularizer {

  /** Checks λ. */
  public L2 {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("l2: a lambda of " + lambda + "; it takes a finite one of at least 0");
    }
  }

  @Override
  public Tensor of(Tensor weights) {
    return weights.square().sum().mul(lambda / 2);
  }
}
