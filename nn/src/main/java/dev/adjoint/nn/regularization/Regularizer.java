package dev.adjoint.nn.regularization;

import java.util.List;

import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameter;

/** What is added to the loss to hold weights small. Biases are left alone. */
@FunctionalInterface
public interface Regularizer {

  /** Adds nothing. */
  Regularizer NONE = weights -> weights.scalar(0);

  /** The penalty for one weight tensor. */
  Tensor of(Tensor weights);

  /** The loss and the penalties for all weights. */
  default Tensor addTo(Tensor loss, List<Parameter> parameters) {
    var sum = loss;
    for (var parameter : parameters) {
      if (!parameter.isBias()) {
        sum = sum.add(of(parameter.value()));
      }
    }
    return sum;
  }
}
