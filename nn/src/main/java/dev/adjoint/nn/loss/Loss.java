package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/** How far a batch of outputs is from its targets, as one number, averaged over the batch. */
@FunctionalInterface
public interface Loss {

  /** The loss of a batch. */
  Tensor of(Tensor output, Tensor target);
}
