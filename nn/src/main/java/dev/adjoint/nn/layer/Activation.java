package dev.adjoint.nn.layer;

import java.util.function.UnaryOperator;

import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Mode;
import dev.adjoint.nn.Parameters;

/**
 * The activation functions as layers; the formulas stand with {@link dev.adjoint.op.Activations}. One with a parameter is
 * made with {@link Layer#of}: {@code Layer.of(x -> x.leakyRelu(0.1))}.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum Activation implements Layer {
  SIGMOID(Tensor::sigmoid),
  TANH(Tensor::tanh),
  RELU(Tensor::relu),
  /** With slope 0.01 below 0. */
  LEAKY_RELU(x -> x.leakyRelu(0.01)),
  /** With a = 1. */
  ELU(x -> x.elu(1)),
  SELU(Tensor::selu),
  GELU(Tensor::gelu),
  GELU_TANH(Tensor::geluTanh),
  SILU(Tensor::silu),
  SOFTPLUS(Tensor::softplus),
  LOG_SIGMOID(Tensor::logSigmoid),
  /** Over the last axis. */
  SOFTMAX(Tensor::softmax),
  /** Over the last axis. */
  LOG_SOFTMAX(Tensor::logSoftmax);

  private final UnaryOperator<Tensor> function;

  Activation(UnaryOperator<Tensor> function) {
    this.function = function;
  }

  @Override
  public Tensor forward(Tensor x, Mode mode) {
    return function.apply(x);
  }

  @Override
  public Parameters parameters() {
    return Parameters.NONE;
  }
}
