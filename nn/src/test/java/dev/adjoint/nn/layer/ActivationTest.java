package dev.adjoint.nn.layer;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tape;
import dev.adjoint.Tensor;
import dev.adjoint.check.GradientCheck;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ActivationTest {
  private static final Tensor X = Tensor.normal(DType.FLOAT64.tensor(5, 3), 11);

  /** Two layers with the activation between and behind them. */
  private static Layer network(Activation activation) {
    return new Sequential(new Dense(3, 4), activation, new Dense(4, 3), activation).initialize(DType.FLOAT64, 12);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsByTheInputAreRight(Activation activation) {
    var network = network(activation);
    GradientCheck.assertGradients(x -> network.forward(x), X);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsByTheParametersAreRight(Activation activation) {
    var network = network(activation);
    var weighting = Tensor.normal(DType.FLOAT64.tensor(5, 3), 13);
    for (var parameter : network.parameters()) {
      var tape = Tape.of(network.forward(X).mul(weighting).sum());
      double[] analytic = tape.backward().of(parameter.value()).toDoubles();
      double[] numeric = differences(parameter, () -> network.forward(X).mul(weighting).sum().item());
      for (int i = 0; i < analytic.length; i++) {
        assertEquals(numeric[i], analytic[i], 1e-8, parameter.name() + " element " + i);
      }
    }
  }

  private static double[] differences(Parameter parameter, DoubleSupplier cost) {
    double step = 1e-5;
    var value = parameter.value().detach();
    double[] slopes = new double[value.size()];
    for (int i = 0; i < slopes.length; i++) {
      double[] up = value.toDoubles();
      double[] down = value.toDoubles();
      up[i] += step;
      down[i] -= step;
      parameter.set(Tensor.of(value.shape(), up));
      double above = cost.getAsDouble();
      parameter.set(Tensor.of(value.shape(), down));
      slopes[i] = (above - cost.getAsDouble()) / (2 * step);
    }
    parameter.set(value);
    return slopes;
  }

  @ParameterizedTest
  @EnumSource
  void ownsNoParameters(Activation activation) {
    assertEquals(List.of(), activation.parameters());
  }

  /** Names must not be mixed up: the gradients of another activation would be right too. */
  static Stream<Arguments> formulas() {
    return Stream.of(
        formula(Activation.SIGMOID, ActivationTest::sigmoid),
        formula(Activation.TANH, Math::tanh),
        formula(Activation.RELU, x -> Math.max(x, 0)),
        formula(Activation.LEAKY_RELU, x -> x > 0 ? x : 0.01 * x),
        formula(Activation.ELU, x -> x > 0 ? x : Math.expm1(x)),
        formula(Activation.SELU, x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
        formula(Activation.GELU_TANH,
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        formula(Activation.SILU, x -> x * sigmoid(x)),
        formula(Activation.SOFTPLUS, x -> Math.log1p(Math.exp(x))),
        formula(Activation.LOG_SIGMOID, x -> Math.log(sigmoid(x))));
  }

  private static Arguments formula(Activation activation, DoubleUnaryOperator formula) {
    return Arguments.of(activation, formula);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void isItsFormula(Activation activation, DoubleUnaryOperator formula) {
    for (double x = -3.05; x < 3; x += 0.1) {
      assertEquals(formula.applyAsDouble(x), activation.forward(Tensor.of(x)).item(), 1e-12, "at " + x);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX", "LOG_SOFTMAX"})
  void softmaxGivesProbabilitiesOverTheLastAxis(Activation activation) {
    var y = activation.forward(X);
    var p = activation == Activation.SOFTMAX ? y : y.exp();
    for (double sum : p.sum(-1).toDoubles()) {
      assertEquals(1, sum, 1e-12);
    }
    assertEquals(Math.exp(X.get(0).get(1).item() - X.get(0).get(0).item()),
        p.get(0).get(1).item() / p.get(0).get(0).item(), 1e-12);
  }

  @Test
  void geluOfOneIsTheNormalProbabilityOfBeingLessThanOne() {
    assertEquals(0.8413447460685429, Activation.GELU.forward(Tensor.of(1.0)).item(), 1e-12);
  }
}
