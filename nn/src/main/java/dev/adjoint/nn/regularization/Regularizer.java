package dev.adjoint.nn.regularization;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameters;

/** What is added to the loss to hold weights small. Biases are left alone. */
@FunctionalInterface
public interface Regularizer {

  /** Adds nothing. */
  Regularizer NONE = weights -> weights.scalar(0);

  /** The penalty for one weight tensor. */
  Tensor of(Tensor weights);

  /** The loss and the penalties for all weights. */
  default Tensor addTo(Tensor loss, Parameters parameters) {
    var sum = loss;
    for (var parameter : parameters) {
      if (!parameter.isBias()) {
        var penalty = of(parameter.value());
        if (!penalty.shape().equals(Shape.SCALAR)) {
          throw new IllegalArgumentException("regularizer: the penalty for " + parameter.name() + parameter.shape()
              + " is " + penalty.type() + ", not one number");
        }
        sum = sum.add(penalty);
      }
    }
    return sum;
  }
}
