package dev.adjoint.nn.loss;

import dev.adjoint.Tensor;

/**
 * L = −1/n ΣΣ p log softmax(x) for rows of logits x [n, c]; targets are class indices, INT32 [n], or probabilities p [n, c].
 */
public record CrossEntropy() implements Loss {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Targets.requireClasses("crossEntropy", output, target);
    return output.softmaxCrossEntropy(target).mean();
  }
}
