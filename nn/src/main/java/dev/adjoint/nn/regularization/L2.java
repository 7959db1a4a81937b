package dev.adjoint.nn.regularization;

import dev.adjoint.Tensor;

/**
 * λ/2 Σw², whose gradient is λw. The λ/2m ΣΘ² of the lectures, for m examples, is {@code L2(λ / m)}.
 *
 * @param lambda λ
 */
public record L2(double lambda) implements Regularizer {
  @Override
  public Tensor of(Tensor weights) {
    return weights.square().sum().mul(lambda / 2);
  }
}
