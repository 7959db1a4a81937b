package dev.adjoint.nn.layer;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.init.Initializer;

/** Y = X·W + b: every output is a weighted sum of every input. */
public final class Dense implements Layer {
  private final Parameter weights;
  private final Parameter bias;

  /** From d inputs to m outputs, with Glorot's weights. */
  public Dense(int inputs, int outputs) {
    this(inputs, outputs, Initializer.glorotUniform());
  }

  /** From d inputs to m outputs. */
  public Dense(int inputs, int outputs, Initializer initializer) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "dense: from " + inputs + " inputs to " + outputs + " outputs; it takes at least 1 of each");
    }
    this.weights = Parameter.weights("weights", Shape.of(inputs, outputs), initializer);
    this.bias = Parameter.bias("bias", Shape.of(outputs));
  }

  /** W, of shape d×m. */
  public Parameter weights() {
    return weights;
  }

  /** b, of shape m. */
  public Parameter bias() {
    return bias;
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    return x.matmul(weights.value()).addBias(bias.value()); // [n, d]·[d, m] + [m] → [n, m]
  }

  @Override
  public Parameters parameters() {
    return Parameters.of(weights, bias);
  }
}
