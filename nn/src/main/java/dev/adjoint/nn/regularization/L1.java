package dev.adjoint.nn.regularization;

import dev.adjoint.Tensor;

/**
 * λ Σ|w|: drives weights to 0.
 *
 * @param lambda λ
 */
public record L1(double lambda) implements Regularizer {
  @Override
  public Tensor of(Tensor weights) {
    return weights.abs().sum().mul(lambda);
  }
}
