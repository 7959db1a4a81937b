package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/** What targets must be like. */
final class Targets {
  private Targets() {}

  /** Outputs [n, 1] and targets [n] would broadcast to [n, n], a loss that is small where all outputs are the mean target. */
  static void requireShape(String loss, Tensor output, Tensor target) {
    if (!target.shape().equals(output.shape())) {
      throw new IllegalArgumentException(
          loss + ": outputs " + output.type() + " need targets of their shape, got " + target.type());
    }
  }
}
