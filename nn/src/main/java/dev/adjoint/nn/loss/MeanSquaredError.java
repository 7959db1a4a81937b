package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/**
 * L = 1/(n m) ΣΣ (a − y)² over n examples of m outputs.
 */
public record MeanSquaredError() implements Loss {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Targets.requireShape("meanSquaredError", output, target);
    return output.sub(target).square().mean();
  }
}
