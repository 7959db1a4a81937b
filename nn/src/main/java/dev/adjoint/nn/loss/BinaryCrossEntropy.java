package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/**
 * L = −1/(n m) ΣΣ [y log h + (1 − y) log(1 − h)] for probabilities h, such as outputs of a sigmoid. Logarithms are cut off at −100,
 * so that a wrong certainty costs much and not infinitely much; {@link SigmoidCrossEntropy}, on logits, needs no such cut.
 */
public record BinaryCrossEntropy() implements Loss {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Targets.requireProbabilities("binaryCrossEntropy", output, target);
    var h = output;
    var y = target;
    return y.mul(log(h)).add(y.rsub(1).mul(log(h.rsub(1)))).mean().neg();
  }

  /** log p where that is above −100, else −100; flat below, so that the gradient there is 0 and not NaN. */
  private static Tensor log(Tensor p) {
    return p.greater(Math.exp(-100)).whereSafe(Tensor::log, p, 1, p.scalar(-100));
  }
}
