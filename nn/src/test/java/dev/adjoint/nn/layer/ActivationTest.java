package dev.adjoint.nn.layer;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ActivationTest {
  private static final Tensor X = Tensor.normal(DType.FLOAT64.tensor(5, 3), 11);

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
