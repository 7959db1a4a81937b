package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/**
 * L = −1/(n m) ΣΣ [y log σ(x) + (1 − y) log(1 − σ(x))] for logits x: {@link BinaryCrossEntropy} of σ(x), right at any x.
 */
public record SigmoidCrossEntropy() implements Loss {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Targets.requireProbabilities("sigmoidCrossEntropy", output, target);
    return output.sigmoidCrossEntropy(target).mean();
  }
}
