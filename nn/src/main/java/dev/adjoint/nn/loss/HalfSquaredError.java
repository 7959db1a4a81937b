package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/**
 * L = 1/(2n) ΣΣ (a − y)² over n examples: the quadratic cost of the textbook, whose gradient by a is (a − y)/n.
 */
public record HalfSquaredError() implements Loss {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Targets.requireShape("halfSquaredError", output, target);
    return output.sub(target).square().sum().div(2.0 * output.shape().dim(0));
  }
}
